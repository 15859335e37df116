# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Running stages, showing what goes on, and counting. Sourced by check.sh, which
# has the stages (run_STAGE) and `wanted`, the chosen ones; never run.
#
# build/check/ has for each stage STAGE.log, and STAGE.result when it is done:
# "passed failed skipped". STAGE.since is there while it runs.
# shellcheck disable=SC2154 # wanted is check.sh's

check_dir=$TOP/build/check
# A person at a terminal sees a line that changes, a log gets one now and then.
if [ -t 1 ]; then
	check_every=1 check_clear=$'\r\033[K'
else
	check_every=30 check_clear=''
fi

check_begin() {
	rm -rf "$check_dir"
	mkdir -p "$check_dir"
}

# is_wanted STAGE
is_wanted() {
	local s
	[ ${#wanted[@]} -gt 0 ] || return 0
	for s in "${wanted[@]}"; do
		[ "$s" != "$1" ] || return 0
	done
	return 1
}

# say LINE: above the line that changes. One write: lanes do not mix.
say() { printf '%s%s\n' "$check_clear" "$1"; }

duration() { printf '%d:%02d' "$(($1 / 60))" "$(($1 % 60))"; }

# counts LOG: "passed failed skipped" as the stage's own last words have it, or
# nothing. ctest and unittest count skipped tests as passed; here they are not.
counts() {
	sed -E 's/\x1b\[[0-9;]*m//g' "$1" | awk '
		/^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { p = $1; f = $3; s = $5; seen = 1 }
		/tests passed, [0-9]+ tests? failed out of [0-9]+$/ {
			for (i = 1; i < NF; i++)
				if ($i == "passed,") f = $(i + 1)
			p = $NF - f; seen = 1
		}
		/\(Skipped\)$|\(Disabled\)$/ { c++ }
		/^Ran [0-9]+ tests? in / { ran = $2 }
		/^(OK|FAILED)( \(.*\))?$/ && ran != "" {
			f = 0; s = 0; seen = 1
			n = split($0, part, /[(), ]+/)
			for (i = 1; i <= n; i++) {
				split(part[i], kv, "=")
				if (kv[1] == "failures" || kv[1] == "errors") f += kv[2]
				if (kv[1] == "skipped") s += kv[2]
			}
			p = ran - f - s
		}
		END { if (seen) print p - c, f, s + c }'
}

# skip_reasons LOG: one line a skipped test.
skip_reasons() {
	grep -E '^(SKIP |\[SKIPPED\])|^ok .* # skip|\((Skipped|Disabled)\)$' "$1" |
		sed -E 's/^SKIP +//; s/^ok [0-9]+ //; s/^[[:space:]]+//' || true
}

# failures LOG: the lines that name what failed, by bats, our VM cases, unittest
# and ctest.
failures() {
	sed -E 's/\x1b\[[0-9;]*m//g' "$1" |
		grep -E '^not ok |^FAIL |^(FAIL|ERROR): |\*\*\*(Failed|Exception|Not Run|Timeout)' |
		head -n 20 | cut -c 1-400 || true
}

# stage NAME: run one and report it.
stage() {
	local name=$1 log=$check_dir/$1.log rc=0 start=$SECONDS need p f s took state
	for need in $(needs "$name"); do
		# Not wanted today, then what an earlier run left has to do.
		if is_wanted "$need"; then
			while [ ! -e "$check_dir/$need.result" ]; do sleep 1; done
			read -r p f s <"$check_dir/$need.result"
			[ "$f" = 0 ] || {
				echo "not run: $need failed" >"$log"
				echo "0 1 0" >"$check_dir/$name.result"
				say "FAILED  $name: not run, because $need failed"
				return
			}
		fi
	done

	start=$SECONDS
	date +%s >"$check_dir/$name.since"
	("run_$name") >"$log" 2>&1 </dev/null || rc=$?
	took=$(duration $((SECONDS - start)))
	read -r p f s < <(counts "$log"; echo) || true
	if [ -z "${p:-}" ]; then
		p=0 f=0 s=0
		[ "$rc" != 0 ] || p=1
	elif [ "$((p + f + s))" = 0 ]; then
		echo "no test ran" >>"$log"
		f=1
	fi
	# A crash after the last count must not look like success.
	[ "$rc" = 0 ] || [ "$f" != 0 ] || f=1
	[ "$f" = 0 ] && state='ok     ' || state=FAILED' '
	# A rename, for the one who waits reads a whole line.
	echo "$p $f $s" >"$check_dir/.$name"
	mv "$check_dir/.$name" "$check_dir/$name.result"
	rm -f "$check_dir/$name.since"
	say "$state $name  ($took)  $p passed, $f failed, $s skipped"
	skip_reasons "$log" | sed 's/^/          skipped: /'
	[ "$f" = 0 ] || {
		failures "$log" | sed 's/^/          failed: /'
		tail -n 15 "$log" | sed 's/^/          | /'
		printf '          the whole log: %s\n' "${log#"$TOP"/}"
	}
}

# lane STAGE...: the wanted ones, one after the other.
lane() {
	local name
	trap - EXIT
	# Whatever goes wrong in one stage, the others have their turn.
	set +e
	for name; do
		is_wanted "$name" && stage "$name"
	done
	return 0
}

# running: what runs since when, and the last thing it said.
running() {
	local f name now line=''
	now=$(date +%s)
	for f in "$check_dir"/*.since; do
		[ -e "$f" ] || continue
		name=$(basename "$f" .since)
		line+="${line:+, }$name $(duration $((now - $(cat "$f" 2>/dev/null || echo "$now"))))"
		line+=" [$(tail -c 300 "$check_dir/$name.log" 2>/dev/null | tr '\r' '\n' |
			sed -E 's/\x1b\[[0-9;]*[A-Za-z]//g' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-70 || true)]"
	done
	printf '%s' "$line"
}

# check_watch PID...: until these lanes are through.
check_watch() {
	local last=$SECONDS pid alive=1 line
	while [ "$alive" = 1 ]; do
		sleep 1
		alive=0
		for pid; do
			if kill -0 "$pid" 2>/dev/null; then alive=1; fi
		done
		if [ $((SECONDS - last)) -ge "$check_every" ]; then
			last=$SECONDS
			line=$(running)
			[ -z "$line" ] || if [ -t 1 ]; then
				printf '%srunning: %.*s' "$check_clear" "$((${COLUMNS:-100} - 10))" "$line"
			else
				printf '        running: %s\n' "$line"
			fi
		fi
	done
	printf '%s' "$check_clear"
	wait "$@"
}

# check_abort: interrupted. The lanes' children go as well: they are in our
# process group only when nobody gave them one of their own.
check_abort() {
	local pid
	for pid in "${lane_pids[@]:-}"; do
		[ -z "$pid" ] || kill_tree "$pid"
	done
	note "interrupted; the logs are in ${check_dir#"$TOP"/}"
}

kill_tree() {
	local child
	for child in $(pgrep -P "$1" || true); do
		kill_tree "$child"
	done
	kill "$1" 2>/dev/null || true
}

# check_summary SECONDS STAGE...: the last line, over these stages.
check_summary() {
	local name p q s passed=0 failed=0 skipped=0 took=$1
	shift
	for name; do
		is_wanted "$name" || continue
		p=0 q=1 s=0
		read -r p q s <"$check_dir/$name.result" || say "FAILED  $name: left no result"
		passed=$((passed + p)) failed=$((failed + q)) skipped=$((skipped + s))
		# Once more at the end: what is above may be an hour away.
		[ "$q" = 0 ] || failures "$check_dir/$name.log" | sed "s/^/failed: $name: /"
	done
	echo "took $(duration "$took"); the logs are in ${check_dir#"$TOP"/}"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
}
