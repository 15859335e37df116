# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a front end that lies about its slots loses its packets or its vif, as ever, in every mode; another vif goes on
# Needs: modules=csum timeout=400 front

# Refused by netback, which then goes on.
errors() {
	cat <<-'END'
		send tag=short frame=ip4/tcp/100 blank size=10
		send tag=gref frame=ip4/tcp/100 blank gref=4000000000
		send tag=size frame=ip4/tcp/100 blank split=50 last-size=4000
		send tag=many frame=ip4/tcp/1000 blank split=20,20,20,20,20,20,20,20,20,20,20,20,20,20,20,20,20,20,20
		send tag=after frame=ip4/tcp/100 blank count=3
		settle
		expect missing short gref size many
		expect-answer error short gref size many
		expect complete after*
	END
}

# The vif of who says that is disabled for good: a new one for each.
lies=(
	"send tag=lie frame=ip4/tcp/100 blank say-offset=4090"
	"send tag=lie frame=ip4/tcp/100 blank split=50 last-size=60000"
	"send tag=lie frame=ip4/tcp/100 blank extra=9"
	"send tag=lie frame=ip4/tcp/100 blank extra=2 extra-more"
	"send tag=lie frame=ip4/tcp/100 blank gso=0"
	"send tag=lie frame=ip4/tcp/100 blank gso=100 gso-type=7"
	"send tag=lie frame=ip4/tcp/100 blank more"
	"lie requests=100000"
)

# lying MODE LIE...
lying() {
	local mode=$1 lie errors=1
	shift
	for lie; do
		cat <<-END
			create
			shell echo $mode >/sys/class/net/vif0.90/csumfix/mode
			connect
			send tag=before frame=vlan/ip4/tcp/100 blank count=3
			settle
			expect complete before*
		END
		[ -z "$errors" ] || errors
		errors=
		cat <<-END
			$lie
			sleep ms=300
			send tag=after frame=ip4/tcp/100 blank
			sleep ms=300
			expect missing after
			expect-answer none after
			destroy
		END
	done
}

# Another vif, that gets what it should all the while.
neighbour() {
	printf 'create handle=91\nshell echo complete >/sys/class/net/vif0.91/csumfix/mode\nconnect\n'
	while [ ! -e /run/case/enough ]; do
		cat <<-'END'
			send tag=a frame=ip4/tcp/500 blank count=20
			send tag=b frame=vlan/ip6/udp/501 blank count=20
			settle timeout=60
			expect complete a* b*
			forget
			shell echo >>/run/case/rounds
		END
		# No faster than it can be done.
		sleep 2
	done
}

neighbour | net_front neighbour &
neighbour=$!
step "lies"
lying complete "${lies[@]}" | net_front lies-complete
# They end before any mode makes a difference; two are enough to show it.
for mode in nooffload verify; do
	lying $mode "${lies[0]}" "${lies[7]}" | net_front lies-$mode
done
touch /run/case/enough
wait $neighbour
info neighbour "$(wc -l </run/case/rounds) rounds"
