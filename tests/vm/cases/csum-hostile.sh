# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: of frames that no Linux guest sends, what can be completed is, in every mode, and the rest ends as with stock netback
# Needs: modules=csum timeout=400 front
vif=vif0.90

# Blank, and the kernel's own netback or its stack would know the place.
completable() {
	cat <<-'END'
		tcp4 frame=ip4/tcp/100
		udp4 frame=ip4/udp/101
		tcp6 frame=ip6/tcp/101
		udp6 frame=ip6/udp/100
		empty frame=ip4/udp/0
		options frame=ip4:options=40/tcp:options=40/60
		padded frame=ip4/tcp/1 pad=20
		zero4 frame=ip4/udp:zero-sum/100
		zero6 frame=ip6/udp:zero-sum/100
		zerotcp frame=ip4/tcp:zero-sum/100
		slots frame=ip4/tcp/1000 split=20,30,40,500
		slots6 frame=ip6/hop/udp/1000 split=15,41,600
		extensions frame=ip6/hop/dest:units=2/tcp/60
		whole frame=ip6/frag6/udp/60
	END
}

# Blank, and stock netback drops them: it finds no place for the checksum.
beyond_stock() {
	cat <<-'END'
		vlan frame=vlan/ip4/tcp/100
		vlan6 frame=vlan:tci=4095/ip6/udp/100
		qinq frame=qinq/vlan:tci=9/ip4/udp/101
		twice frame=vlan/vlan:tci=9/ip6/tcp/100
		gre frame=ip4/gre/ip4/tcp/100
		grekey frame=ip4/gre:key,seq/ip6/udp/100
		greeth frame=ip6/gre/eth/vlan/ip4/udp/100
	END
}

# Blank inside of a tunnel that stock netback takes for the packet.
tunnels() {
	cat <<-'END'
		vxlan frame=ip4/udp:sum=none/vxlan/eth/ip4/tcp/100
		vxlansum frame=ip4/udp/vxlan/eth/ip4/udp/100
		vxlan6 frame=ip6/udp/vxlan/eth/vlan/ip6/tcp/101
	END
}

# Blank, and nobody can complete them.
unfit() {
	cat <<-'END'
		icmp frame=ip4/proto:is=1/64
		arp frame=type:is=2054/46
		other frame=type:is=34997/100
		ihl frame=ip4:ihl=4/tcp/100
		version frame=ip4:version=6/tcp/100
		beyond frame=ip4:len=100/udp/100
		short frame=ip4:len=-110/udp/100
		negative frame=ip4:len=-125/tcp/100
		doff frame=ip4/tcp:doff=15/20
		dofflow frame=ip4/tcp:doff=4/60
		udplong frame=ip4/udp:len=1/100
		udpshort frame=ip6/udp:len=-101/100
		fragment frame=ip4:mf/udp/100
		last frame=ip4:frag=100/100
		fragment6 frame=ip6/frag6:mf/tcp/100
		last6 frame=ip6/frag6:frag=9/100
		beyond6 frame=ip6:len=1/tcp/100
		hop frame=ip6/hop:claim=200/tcp/100
		chain frame=ip6/dest/dest/dest/dest/dest/dest/dest/dest/dest/tcp/100
		nothing frame=ip6/proto:is=59/100
		tags frame=vlan/vlan/vlan/ip4/tcp/100
		greversion frame=ip4/gre:version=1/ip4/tcp/100
		deep frame=ip4/gre/ip4/gre/ip4/gre/ip4/gre/ip4/tcp/100
		cut14 frame=ip4/tcp/100 cut=14
		cut15 frame=ip4/tcp/100 cut=15
		cut33 frame=ip4/tcp/100 cut=33
		cut34 frame=ip4/tcp/100 cut=34
		cut53 frame=ip4/tcp/100 cut=53
		cut100 frame=ip4/tcp/100 cut=100
		cutvlan frame=vlan/ip4/tcp/100 cut=17
		cut6 frame=ip6/udp/100 cut=61
		cutgre frame=ip4/gre/ip4/udp/100 cut=60
	END
}

# To be segmented: what can be cut,
cuttable() {
	cat <<-'END'
		gso4 frame=ip4/tcp/5000 gso=1448
		gso6 frame=ip6/tcp/5000 gso=1000 gso-type=2
		gsolong frame=ip4:options=8/tcp:options=12/30000 gso=1400
		gsoone frame=ip4/tcp/200 gso=1
		gsopieces frame=ip4/tcp/4000 gso=999 split=20,30,1000
	END
}
# and what claims things of itself that are not so.
uncuttable() {
	cat <<-'END'
		gsoudp frame=ip4/udp/3000 gso=1000
		gsowrong frame=ip4/tcp/3000 gso=1000 gso-type=2
		gsoarp frame=type:is=2054/400 gso=100
		gsocut frame=ip4/tcp/3000 gso=1000 cut=50
		gsofragment frame=ip4:mf/tcp/3000 gso=1000
		gsodoff frame=ip4/tcp:doff=15/20 gso=10
		gsonothing frame=ip4/tcp/0 gso=100
		gsogre frame=ip4/gre/ip4/tcp/3000 gso=1000
		gsovxlan frame=ip4/udp/vxlan/eth/ip4/tcp/3000 gso=1000
	END
}

# send_all PREFIX WORDS: frames on stdin, to commands with these words.
send_all() { sed "s/^\([a-z0-9]*\) /send tag=$1-\1 $2 /"; }

# frames NAME: one of everything, and what became of it in the end.
frames() {
	completable | send_all c blank
	beyond_stock | send_all b blank
	tunnels | send_all t blank
	unfit | send_all u blank
	cuttable | send_all g blank
	echo "send tag=v-vlan blank frame=vlan/ip4/tcp/5000 gso=1448"
	uncuttable | send_all x blank
	# Of these nothing is said, or that they are right.
	completable | send_all n ""
	completable | send_all m validated
	unfit | send_all o ""
	echo "send tag=w-tcp frame=ip4/tcp:sum=wrong/100 validated"
	echo "send tag=w-udp frame=vlan/ip6/udp:sum=wrong/100"
	echo "send tag=n-none frame=ip4/udp:sum=none/100"
	cat <<-END
		settle timeout=60
		outcomes all
		shell cat /sys/class/net/$vif/csumfix/stat >/run/case/stat-$1 2>/dev/null || true
		forget
		random tag=r count=1200 seed=$seed
		settle timeout=120
		outcomes r* tunnel-* gso-*
	END
}

# run NAME [SETTING...]: everything, with these settings, each FILE=WORD.
run() {
	local name=$1 setting
	shift
	step "${name//-/ }"
	{
		echo create
		for setting; do echo "shell echo ${setting#*=} >/sys/class/net/$vif/csumfix/${setting%=*}"; done
		echo connect
		frames "$name"
	} | net_front "$name"
}

# judge NAME RULE...: of each kind of frame what it may have come to, KIND=OUTCOME, or
# =same as with stock netback, =better: the same or complete, =filled: or with a word
# filled in, =any.
judge() {
	local name=$1 bad
	shift
	bad=$(awk -v rules="$*" '
		BEGIN {
			for (n = split(rules, rule); n > 0; n--) {
				split(rule[n], part, "=")
				wanted[part[1]] = part[2]
			}
		}
		$1 != "outcome" { next }
		FNR == NR { stock[$2] = $3; next }
		{
			kind = $2
			sub(/^r[0-9]+$/, "r", kind)
			sub(/-.*/, "", kind)
			want = wanted[kind]
			judged[kind] = 1
			if (want == "any" || want == $3) next
			if (want ~ /same|better|filled/ && stock[$2] == $3) next
			if (want ~ /better|filled/ && $3 == "complete") next
			print $2 ": " $3 ", not " want " (stock: " stock[$2] ")"
		}
		END { for (kind in wanted) if (!(kind in judged)) print "no frame of kind " kind }
	' /run/case/front-stock "/run/case/front-$name")
	[ -z "$bad" ] || fail "$name: $(head -n 5 <<<"$bad" | tr '\n' ',') $(wc -l <<<"$bad") in all"
}

stat_of() { awk -v name="$2" '$1 == name { print $2 }' "/run/case/stat-$1"; }
count() { "$@" | wc -l; }

seed=${FUZZ_SEED:-$((RANDOM * 32768 + RANDOM))}
info seed "$seed"

use_modules net-stock
run stock
judge stock c=untouched t=untouched n=untouched m=untouched w=untouched g=untouched \
	b=missing v=missing u=same x=same o=same r=same tunnel=same gso=same
use_modules csum
run off mode=off
judge off {c,b,t,u,g,v,x,n,m,o,w,r,tunnel,gso}=same
for mode in complete verify; do
	run $mode-pass mode=$mode gso=pass
	judge $mode-pass {c,b,t}=complete {n,m,v}=untouched {u,g,x,o,w}=same r=better tunnel=filled gso=any
done
for mode in complete nooffload verify; do
	run $mode-segment mode=$mode gso=segment
	# What becomes of a frame that a coin has made, and that is to be cut, nobody tells here.
	judge $mode-segment {c,b,t}=complete {g,v}=cut {n,m}=untouched {u,x,o,w}=same r=better tunnel=filled gso=any
done
# What coins made wrong is dropped or repaired, too.
run verify-drop mode=verify bad=drop
judge verify-drop {c,b,t}=complete {n,m}=untouched w=missing {u,g,x,o}=same {r,tunnel,gso,v}=any
run verify-repair mode=verify bad=repair
judge verify-repair {c,b,t,w}=complete {n,m}=untouched {u,g,x,o}=same {r,tunnel,gso,v}=any

for name in complete-pass verify-pass complete-segment nooffload-segment; do
	[ "$(stat_of $name rx_completed)" = $(($(count completable) + $(count beyond_stock) + $(count tunnels))) ] ||
		fail "$name: $(stat_of $name rx_completed) counted as completed"
done
info unfit "$(stat_of complete-pass rx_unfit) of $(count unfit)"
[ "$(stat_of complete-pass rx_unfit)" -ge "$(count unfit)" ] || fail "only $(stat_of complete-pass rx_unfit) of $(count unfit) are counted as unfit"
[ "$(stat_of verify-pass rx_bad_tcp) $(stat_of verify-pass rx_bad_udp)" = "1 1" ] || fail "incorrect checksums are not counted"
