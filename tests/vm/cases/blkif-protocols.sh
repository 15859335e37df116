# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: data written under limits in one protocol reads back right in the others, with and without persistent grants
# Needs: modules=throttle timeout=150 front
disk=$(front_disk protocols 64)
protocols=(x86_64 x86_32 unnamed)

# Every protocol writes a part of its own, and reads the parts of all.
script() {
	local i=0 p q persistent
	printf 'create disk=%s\n' "$disk"
	for p in "${protocols[@]}"; do
		i=$((i + 1))
		persistent=$((i % 2))
		cat <<-END
			connect protocol=$p persistent=$persistent order=$i
			shell remember write_held_ios \$(throttle_stat 0 write_held_ios)
			shell set_limit 0 write_bps 2000000
			write tag=$p-whole count=20 bytes=40k sector=$((i * 8192)) pattern=$i
			# Pages that begin and end anywhere, direct and indirect.
			write tag=$p-part count=10 bytes=37k offset=3 sector=$((i * 8192 + 2000)) pattern=$i
			write tag=$p-gaps segments=11 first=2 last=5 sector=$((i * 8192 + 4000)) pattern=$i
			write tag=$p-big indirect bytes=300k offset=7 sector=$((i * 8192 + 5000)) pattern=$i
			wait $p-*
			expect-status ok $p-*
			expect-order $p-*
			expect-rate-at-most $p-* bytes=2000000 percent=1
			# The control: something did hold them back.
			shell test \$(throttle_stat 0 write_held_ios) -gt \$(</run/case/remembered-write_held_ios)
			shell set_limit 0 write_bps max
			forget
			close
			reopen
		END
	done
	for p in "${protocols[@]}"; do
		printf 'connect protocol=%s persistent=1\nshell set_limit 0 read_bps 8000000\n' "$p"
		i=0
		for q in "${protocols[@]}"; do
			i=$((i + 1))
			cat <<-END
				read tag=whole count=20 bytes=40k sector=$((i * 8192))
				read tag=part count=10 bytes=37k offset=5 sector=$((i * 8192 + 2000))
				read tag=gaps segments=11 first=1 last=4 sector=$((i * 8192 + 4000))
				read tag=big indirect bytes=300k offset=1 sector=$((i * 8192 + 5000))
				wait all
				expect-order all
				verify all pattern=$i
				forget
			END
		done
		printf 'shell set_limit 0 read_bps max\nclose\nreopen\n'
	done
}

script | front protocols
info requests "$(front_statuses protocols | wc -l) answered"
