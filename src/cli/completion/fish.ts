// Completion for fish: a rule a word, each under the condition that the words before are those of its command.

import {valuedFlags} from './spec.ts';
import type {Flag, Place, Value} from './spec.ts';

function quoted(text: string): string {
	return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}

/** -x and -r say that a flag needs a value; an argument says only whether files are offered. */
const needs = {flag: {names: '-x', files: '-r -F'}, argument: {names: '-f', files: '-F'}};

function filled(value: Value, of: keyof typeof needs): string {
	const {names, files} = needs[of];
	switch (value.is) {
		case 'words':
			return `${names} -a ${quoted(value.words.join(' '))}`;
		case 'dynamic': {
			const ask = `${value.isList ? '__ridethrough_list' : '__ridethrough_ask'} ${value.kind}`;
			return `${value.andFiles ? files : names} -a ${quoted(`(${ask})`)}`;
		}
		case 'file':
			return files;
		case 'directory':
			return `${names} -a '(__fish_complete_directories)'`;
		case 'free':
			return names;
	}
	return names;
}

function flagLine(path: string, {long, summary, value}: Flag): string {
	const word = long.replace(/^--/, '');
	const takes = value === undefined ? '-f' : filled(value, 'flag');
	return `complete -c ridethrough -n ${quoted(`__ridethrough_at ${quotedPath(path)}`)} -l ${word} ${takes} -d ${quoted(summary)}`;
}

function quotedPath(path: string): string {
	return `"${path}"`;
}

function placeLines({path, commands, flags, argument}: Place): string[] {
	const at = quoted(`__ridethrough_at ${quotedPath(path)}`);
	const rest = argument.is === 'free' ? [] : [`complete -c ridethrough -n ${at} ${filled(argument, 'argument')}`];
	return [
		...commands.map(
			({name, summary}) => `complete -c ridethrough -n ${at} -f -a ${quoted(name)} -d ${quoted(summary)}`,
		),
		...rest,
		...flags.map(flag => flagLine(path, flag)),
	];
}

const ask = `function __ridethrough_ask
	set -l words (commandline -opc)
	$words[1] completion --complete $argv[1] 2>/dev/null
end

# The last of several names with commas between them.
function __ridethrough_list
	set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '^.*,')
	for each in (__ridethrough_ask $argv[1])
		echo "$before$each"
	end
end
`;

/** The script. */
export function fishScript(places: readonly Place[]): string {
	const paths = places.filter(({path}) => path !== '').map(({path}) => quoted(path));
	const valued = valuedFlags(places).map(quoted);
	return `# Completion of ridethrough for fish. To use it:  ridethrough completion fish | source

${ask}
# Whether the words so far are those of the command.
function __ridethrough_at
	set -l words (commandline -opc)
	set -l place ''
	set -l skip 0
	for word in $words[2..-1]
		if test $skip = 1
			set skip 0
			continue
		end
		switch "$place $word"
			case ${valued.join(' ')}
				set skip 1
				continue
		end
		set -l longer (string trim "$place $word")
		switch "$longer"
			case ${paths.join(' ')}
				set place $longer
		end
	end
	test "$place" = "$argv[1]"
end

complete -c ridethrough -f
${places.flatMap(placeLines).join('\n')}
`;
}
