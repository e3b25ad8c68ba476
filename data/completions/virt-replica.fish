# virt-replica.fish: completion for fish; the program itself knows what fits
#
# SPDX-License-Identifier: LGPL-2.1-or-later

function __virt_replica_complete
    set -l words (commandline -opc) (commandline -ct)
    for candidate in ($words[1] complete -- $words[2..-1] 2>/dev/null)
        if test "$candidate" = \t
            __fish_complete_path (commandline -ct)
        else
            echo $candidate
        end
    end
end

complete -c virt-replica -f -a '(__virt_replica_complete)'
