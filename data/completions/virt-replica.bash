# virt-replica.bash: completion for bash; the program itself knows what fits
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash

_virt_replica() {
    local cur candidate before words cword

    # bash splits at ':' and '=', which URIs and times are full of.
    _get_comp_words_by_ref -n ':=' cur words cword
    words=("${words[@]//\\/}")

    COMPREPLY=()
    while IFS= read -r candidate; do
        if [[ $candidate == $'\t' ]]; then
            compopt -o default
        else
            COMPREPLY+=("$(printf '%q' "$candidate")")
        fi
    done < <("${words[0]}" complete -- "${words[@]:1:cword}" 2>/dev/null)

    # What stands before the last of them is on the line already.
    if [[ $cur == *[:=]* ]]; then
        before=${cur%"${cur##*[:=]}"}
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
    fi
}
complete -F _virt_replica virt-replica
