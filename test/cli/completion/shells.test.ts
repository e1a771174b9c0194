import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {bashScript} from '../../../src/cli/completion/bash.ts';
import {fishScript} from '../../../src/cli/completion/fish.ts';
import {placesOf} from '../../../src/cli/completion/spec.ts';
import {zshScript} from '../../../src/cli/completion/zsh.ts';
import type {Io} from '../../../src/cli/io.ts';
import {createProgram} from '../../../src/cli/main.ts';
import {needs} from '../../helpers/needs.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

const silent: Io = {
	out: () => {},
	note: () => {},
	interactive: false,
	progress: () => {},
	stop: new AbortController().signal,
	exitCode: 0,
};

type Script = typeof bashScript;

/** A folder with the program as `ridethrough`, a scenario file, and the script. */
async function prepared(t: ExecutionContext, script: Script): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-shell-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	symlinkSync(MAIN, join(folder, 'ridethrough'));
	writeFileSync(join(folder, 'evening-mine.yaml'), '');
	writeFileSync(join(folder, 'script'), script(placesOf(await createProgram(silent))));
	return folder;
}

function output(folder: string, program: string, words: readonly string[], input = ''): Promise<string> {
	return new Promise(resolve => {
		const child = spawn(program, words, {
			cwd: folder,
			env: {...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`, TERM: 'dumb', HISTFILE: ''},
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		let out = '';
		child.stdout.on('data', chunk => (out += chunk));
		child.stderr.on('data', chunk => (out += chunk));
		child.on('close', () => resolve(out));
		child.stdin.end(input);
	});
}

/** What is offered for the last word of each line; the same in every shell. */
const offers: ReadonlyArray<readonly [line: string, expected: readonly string[]]> = [
	['fa', ['fault']],
	['fault ', ['active', 'docs', 'end', 'inject', 'list', 'reset', 'show']],
	['fault show bro', ['brokerDisconnects', 'brokerForgets', 'brokerOutage', 'brokerRefusal', 'brokerSlow', 'brownout']],
	['--config x.yaml fault show brokerO', ['brokerOutage']],
	['agent --model SMT1500R', ['SMT1500RM2U', 'SMT1500RM2UC']],
	['agent --mqtt-version ', ['3.1.1', '5']],
	['sim --cards 5 --models SMT1500,SMX15', ['SMT1500,SMX1500I']],
	['agent --card-', ['--card-id']],
	['scenario run evening-', ['evening-mine.yaml', 'evening-storm']],
	['completion b', ['bash']],
	['agent fau', []],
];

function wordsOf(line: string): string[] {
	return ['ridethrough', ...line.split(' ')];
}

function shellQuoted(words: readonly string[]): string {
	return words.map(word => `'${word}'`).join(' ');
}

needs('bash')('bash completes commands, options and names', async t => {
	const folder = await prepared(t, bashScript);
	const lines = offers.map(([line]) => {
		const words = wordsOf(line);
		return `COMP_WORDS=(${shellQuoted(words)}); COMP_CWORD=${words.length - 1}; _ridethrough ridethrough 2>/dev/null; echo "\${COMPREPLY[@]}"`;
	});
	const out = await output(folder, 'bash', ['--norc', '-c', ['source ./script', ...lines].join('\n')]);
	offers.forEach(([line, expected], i) => t.deepEqual(seen(out.split('\n')[i], ' '), expected, line));
});

function seen(text: string, separator: string): string[] {
	return text
		.split(separator)
		.filter(word => word !== '')
		.sort();
}

needs('bash')('bash completes a value after = too', async t => {
	const folder = await prepared(t, bashScript);
	const line = `source ./script; COMP_WORDS=(ridethrough agent --model = SMT1500R); COMP_CWORD=4; _ridethrough ridethrough; echo "\${COMPREPLY[@]}"`;
	t.is(await output(folder, 'bash', ['--norc', '-c', line]), 'SMT1500RM2U SMT1500RM2UC\n');
});

needs('bash', 'script')('the tabulator key completes in bash', async t => {
	const folder = await prepared(t, bashScript);
	const keys = 'source ./script\nridethrough fa\t\u0001echo GOT \nridethrough fault show brow\t\u0001echo GOT \nexit\n';
	const out = await output(folder, 'script', ['-qec', 'bash --norc -i', '/dev/null'], keys);
	t.regex(out, /^GOT ridethrough fault *\r?$/m);
	t.regex(out, /^GOT ridethrough fault show brownout *\r?$/m);
});

needs('fish')('fish completes commands, options and names', async t => {
	const folder = await prepared(t, fishScript);
	const lines = offers.map(([line]) => `complete -C 'ridethrough ${line}'; echo ---`);
	const out = await output(folder, 'fish', ['-N', '-c', ['source ./script', ...lines].join('\n')]);
	const blocks = out.split('---\n');
	offers.forEach(([line, expected], i) => {
		const words = seen(blocks[i], '\n').map(word => word.split('\t')[0]);
		t.deepEqual(words, expected, line);
	});
});

/** The parts of zsh's completion system that the script uses, as far as one test needs them. */
const zshStubs = String.raw`
compdef() { : }
compset() { [[ $2 == '*=' ]] && words[CURRENT]=${'$'}{words[CURRENT]##*=}; [[ $2 == '*,' ]] && { head=${'$'}{words[CURRENT]%,*},; words[CURRENT]=${'$'}{words[CURRENT]##*,} }; : }
compadd() { shift; offer "$@" }
_describe() { local -a all; all=("${'$'}{(@P)2}"); offer "${'$'}{(@)all%%:*}" }
_files() { offer *(N) }
offer() { local each; for each in "$@"; do [[ $each == ${'$'}{words[CURRENT]}* ]] && print -r -- $head$each; done }
`;

needs('zsh')('zsh completes commands, options and names', async t => {
	const folder = await prepared(t, zshScript);
	const lines = offers.map(([line]) => {
		const words = wordsOf(line);
		return `words=(${shellQuoted(words)}); CURRENT=${words.length}; head=; _ridethrough; print -- ---`;
	});
	const out = await output(folder, 'zsh', ['-f', '-c', [zshStubs, 'source ./script', ...lines].join('\n')]);
	const blocks = out.split('---\n');
	offers.forEach(([line, expected], i) => t.deepEqual(seen(blocks[i], '\n'), expected, line));
});
