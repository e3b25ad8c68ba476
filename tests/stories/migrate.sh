#!/bin/bash
# migrate.sh: all machines of a host move to the other one and back home, twice, by 'virsh migrate' alone
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Planned failover as migration' three.world

# where HOST: all three are there, primaries, app01 running; their replicas are on the other host, off
where() {
    local other=P
    [ "$1" = R ] || other=R
    for vm in app01 db01 web01; do
        state "$1" $vm primary replicating ok
        state "$other" $vm replica replicating ok
    done
    run virsh -c "${!1}" list --all
    shows 'app01 running'
    shows 'db01 shut off'
    shows 'web01 shut off'
    run virsh -c "${!other}" list --name
    lacks '01'
}
where P

say 'What cannot be honoured is refused, with the reason, and nothing has changed.'
refused 'Unsafe migration' virsh -c "$P" migrate --persistent app01 "$R"
refused '--live' virsh -c "$P" migrate --persistent --live app01 "$R"
refused '--undefinesource' virsh -c "$P" migrate --offline --persistent --undefinesource db01 "$R"
refused 'persistent flag' virsh -c "$P" migrate --offline db01 "$R"
refused 'same host' virsh -c "$P" migrate --offline --persistent db01 "$P"
where P

for round in 1 2; do
    say "Round $round. Managed: virsh talks to both hosts."
    run virsh -c "$P" migrate --offline --persistent db01 "$R"
    run virsh -c "$P" migrate --offline --persistent web01 "$R"
    run virsh -c "$P" migrate --persistent --unsafe --verbose app01 "$R"
    shows 'Migration: [100' 'shows: all of it' # libvirt 12 writes 100.00 %
    where R

    say 'And home.'
    run virsh -c "$R" migrate --offline --persistent db01 "$P"
    run virsh -c "$R" migrate --offline --persistent web01 "$P"
    run virsh -c "$R" migrate --persistent --unsafe app01 "$P"
    where P

    say 'Peer to peer: one connection; the daemon knows the other host.'
    run virsh -c "$P" migrate --offline --persistent --p2p --desturi hyperv://hv-replica/ db01
    run virsh -c "$P" migrate --offline --persistent --p2p --desturi hyperv://hv-replica/ web01
    run virsh -c "$P" migrate --persistent --unsafe --p2p --desturi hyperv://hv-replica/ app01
    where R
    run virsh -c "$P" domjobinfo app01 --completed
    shows 'Job type: Completed'
    shows 'Operation: Outgoing migration'

    say 'And home.'
    run virsh -c "$R" migrate --offline --persistent --p2p --desturi hyperv://hv-primary/ db01
    run virsh -c "$R" migrate --offline --persistent --p2p --desturi hyperv://hv-primary/ web01
    run virsh -c "$R" migrate --persistent --unsafe --p2p --desturi hyperv://hv-primary/ app01
    where P
done
