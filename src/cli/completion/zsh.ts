// Completion for zsh: a function for compinit, with what each word means beside it.

import {valuedFlags} from './spec.ts';
import type {Flag, Place, Value} from './spec.ts';

function quoted(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** `word:summary`, as _describe takes it. */
function described(word: string, summary: string): string {
	return quoted(`${word}:${summary}`);
}

function filled(value: Value): string {
	switch (value.is) {
		case 'words':
			return `compadd -- ${value.words.map(quoted).join(' ')}`;
		case 'dynamic': {
			const files = value.andFiles ? '; _files' : '';
			return `${value.isList ? 'compset -P "*,"; ' : ''}_ridethrough_ask ${value.kind}${files}`;
		}
		case 'file':
			return '_files';
		case 'directory':
			return '_files -/';
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
	const listed = flags.map(({long, summary}) => described(long, summary)).join(' ');
	const words = commands.map(({name, summary}) => described(name, summary)).join(' ');
	const rest = commands.length > 0 ? `found=(${words}); _describe command found` : filled(argument);
	return [
		`\t\t${quoted(path)})`,
		`\t\t\tif [[ $current == -* ]]; then found=(${listed}); _describe option found`,
		`\t\t\telse ${rest}; fi;;`,
	];
}

/** The script. */
export function zshScript(places: readonly Place[]): string {
	const paths = places.filter(({path}) => path !== '').map(({path}) => quoted(path));
	const valued = valuedFlags(places).map(quoted);
	return `#compdef ridethrough
# Completion of ridethrough for zsh. To use it:  source <(ridethrough completion zsh)   (after compinit)

_ridethrough_ask() {
	local -a names
	names=("\${(@f)$("$program" completion --complete "$1" 2>/dev/null)}")
	compadd -- "\${(@)names:#}"
}

_ridethrough() {
	local program=$words[1] current=$words[CURRENT] previous=$words[CURRENT-1] place= i
	local -a found
	# --option=value is one word.
	if [[ $current == --*=* ]]; then previous=\${current%%=*}; compset -P '*='; current=; fi
	for ((i = 2; i < CURRENT; i++)); do
		case "$place $words[i]" in
			${valued.join('|')}) ((i++)); continue;;
		esac
		case "\${place:+$place }$words[i]" in
			${paths.join('|')}) place="\${place:+$place }$words[i]";;
		esac
	done
	case "$place $previous" in
${places.flatMap(({path, flags}) => valueLines(path, flags)).join('\n')}
	esac
	case "$place" in
${places.flatMap(placeLines).join('\n')}
	esac
}

compdef _ridethrough ridethrough
`;
}
