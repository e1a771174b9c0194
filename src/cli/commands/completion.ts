// `ridethrough completion`: a script that makes a shell complete commands, options and names.

import {Argument, Option} from 'commander';
import type {Command} from 'commander';
import {wordKinds} from '../completion/spec.ts';
import type {Place, WordKind} from '../completion/spec.ts';
import {codedError} from '../../core/errors.ts';
import type {Io, Register} from '../io.ts';

const examples = `Examples:
  ridethrough completion bash > ~/.local/share/bash-completion/completions/ridethrough
  ridethrough completion zsh > "\${fpath[1]}/_ridethrough"
  ridethrough completion fish > ~/.config/fish/completions/ridethrough.fish
`;

const remarks = `
For this shell alone: source <(ridethrough completion bash), the same with zsh, or ridethrough completion fish | source.
Commands and options stand in the script: make it anew after an update. Names of models, faults, scenarios, settings and
events are asked of the program.`;

const scripts: Readonly<Record<string, () => Promise<(places: readonly Place[]) => string>>> = {
	bash: async () => (await import('../completion/bash.ts')).bashScript,
	zsh: async () => (await import('../completion/zsh.ts')).zshScript,
	fish: async () => (await import('../completion/fish.ts')).fishScript,
};

/** Adds `completion`. */
export const register: Register = (program, io) => {
	program
		.command('completion')
		.description('print a script that completes commands, options and names in a shell')
		.addArgument(new Argument('[SHELL]', 'the shell').choices(Object.keys(scripts)))
		.addOption(new Option('--complete <KIND>', 'print the names of a kind').choices(wordKinds).hideHelp())
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (shell: string | undefined, {complete}: {complete?: WordKind}) => {
			await (complete === undefined ? printScript(io, program, shell) : printWords(io, complete));
		});
};

async function printScript(io: Io, program: Command, shell: string | undefined): Promise<void> {
	if (shell === undefined) {
		const known = Object.keys(scripts).join(', ');
		throw codedError('E_USAGE', `For which shell? Write one of ${known} after completion.`, {});
	}
	const {placesOf} = await import('../completion/spec.ts');
	const script = await scripts[shell]();
	io.out(script(placesOf(program)).trimEnd());
}

async function printWords(io: Io, kind: WordKind): Promise<void> {
	const {wordsOf} = await import('../completion/words.ts');
	const words = await wordsOf(kind);
	if (words.length > 0) {
		io.out(words.join('\n'));
	}
}
