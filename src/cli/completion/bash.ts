// Completion for bash: one function over the words so far; names are asked of the program.

import {valuedFlags} from './spec.ts';
import type {Flag, Place, Value} from './spec.ts';

function quoted(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A line that fills COMPREPLY for a value. */
function filled(value: Value): string {
	switch (value.is) {
		case 'words':
			return `_ridethrough_words ${value.words.map(quoted).join(' ')}`;
		case 'dynamic': {
			const files = value.andFiles ? '; _ridethrough_files -f' : '';
			return `${value.isList ? '_ridethrough_list' : '_ridethrough_ask'} ${value.kind}${files}`;
		}
		case 'file':
			return '_ridethrough_files -f';
		case 'directory':
			return '_ridethrough_files -d';
		case 'free':
			return ':';
	}
	return ':';
}

function valueLines(path: string, flags: readonly Flag[]): string[] {
	return flags.flatMap(({long, value}) =>
		value === undefined ? [] : [`\t\t${quoted(`${path} ${long}`)}) ${filled(value)}; return;;`],
	);
}

function placeLines({path, commands, flags, argument}: Place): string[] {
	const words = commands.map(({name}) => quoted(name)).join(' ');
	return [
		`\t\t${quoted(path)})`,
		`\t\t\tif [[ $cur == -* ]]; then _ridethrough_words ${flags.map(({long}) => quoted(long)).join(' ')}`,
		`\t\t\telse ${commands.length > 0 ? `_ridethrough_words ${words}` : filled(argument)}; fi;;`,
	];
}

const head = `# Completion of ridethrough for bash. To use it:  source <(ridethrough completion bash)

_ridethrough_add() {
	local written
	[[ $1 == "$cur"* ]] || return
	printf -v written %q "$1"
	COMPREPLY+=("\${written//\\\\,/,}")
}

_ridethrough_words() {
	local each
	for each in "$@"; do _ridethrough_add "$each"; done
}

_ridethrough_ask() {
	local each
	while IFS= read -r each; do _ridethrough_add "$each"; done < <("$program" completion --complete "$1" 2>/dev/null)
}

# The last of several names with commas between them.
_ridethrough_list() {
	local before= each
	[[ $cur == *,* ]] && before=\${cur%,*},
	while IFS= read -r each; do _ridethrough_add "$before$each"; done < <("$program" completion --complete "$1" 2>/dev/null)
}

_ridethrough_files() {
	local each
	compopt -o filenames 2>/dev/null
	while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen "$1" -- "$cur")
}
`;

/** The script. */
export function bashScript(places: readonly Place[]): string {
	const paths = places.filter(({path}) => path !== '').map(({path}) => quoted(path));
	const valued = valuedFlags(places).map(quoted);
	return `${head}
_ridethrough() {
	local program=$1 cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= i word
	COMPREPLY=()
	# --option=value comes as three words.
	if [[ $cur == = ]]; then cur=
	elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
	cur=\${cur//\\\\/}
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=\${COMP_WORDS[i]}
		case "$path $word" in
			${valued.join('|')}) [[ \${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)); continue;;
		esac
		case "\${path:+$path }$word" in
			${paths.join('|')}) path="\${path:+$path }$word";;
		esac
	done
	case "$path $prev" in
${places.flatMap(({path, flags}) => valueLines(path, flags)).join('\n')}
	esac
	case "$path" in
${places.flatMap(placeLines).join('\n')}
	esac
}

complete -F _ridethrough ridethrough
`;
}
