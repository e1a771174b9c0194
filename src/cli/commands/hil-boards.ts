// `ridethrough hil boards`: which boards there are, who holds them, whether they are well. What each does is in hil-boards-run.ts.

import {Option} from 'commander';
import type {Command} from 'commander';
import type {Register} from '../io.ts';
import {wholeNumber} from '../values.ts';

const listHelp = `Examples:
  ridethrough hil boards
  ridethrough hil boards --boards bench/boards.yaml --json
`;

const listFormats = `
A board is free, busy (who holds it, and until when), or sick (what "hil boards check" found when it looked last).
JSON: schema ridethrough.boards/1, boards: name, summary, card, state (free, busy, sick), held (user, host, pid, since, until),
sick (why, at).`;

const checkHelp = `Examples:
  ridethrough hil boards check rack-3 --boards bench/boards.yaml
  ridethrough hil boards check rack-3 --boards bench/boards.yaml --wait 60 --timeout 5 --json
`;

const checkFormats = `
Opens every line and asks every face and instrument, while the board is reserved; nothing is set. Exit code 4 when something does
not answer (E_BOARD_SICK), answers what it must not (E_BOARD_NONSENSE), or somebody else holds the board (E_BOARD_BUSY).
JSON: schema ridethrough.board-health/1, board, ok, points: what, ok, code, says, tookMs.`;

const releaseHelp = `Examples:
  ridethrough hil boards release rack-3 --boards bench/boards.yaml
  ridethrough hil boards release rack-3 --boards bench/boards.yaml --force
`;

const releaseFormats = `
Ends a reservation whose holder is dead or whose time is over; with --force any. A run that loses its board stops.`;

const schemaHelp = `Examples:
  ridethrough hil boards schema
  ridethrough hil boards schema --out boards.schema.json
`;

const schemaFormats = `
Draft 2020-12. A board map that begins with
  # yaml-language-server: $schema=boards.schema.json
is checked and completed by editors that know this line.`;

/** The option that names a board map, as all of `hil` have it. */
const boardsOption = (): Option =>
	new Option('--boards <FILE>', 'the board map; without it there is the board simulated');

/** Adds `hil boards`. */
export const register: Register = (hil, io) => {
	const boards = hil
		.command('boards')
		.description('the boards of the bench: who holds them, and whether they are well');
	const run = async () => import('../hil-boards-run.ts');
	boards
		.command('list', {isDefault: true})
		.description('list boards with their state; "hil boards" alone does this')
		.addOption(boardsOption())
		.option('--json', 'print one JSON document')
		.addHelpText('before', listHelp)
		.addHelpText('after', listFormats)
		.action(async options => (await run()).listBoards(io, options));
	addCheck(boards, async (name, options) => (await run()).checkBoardNamed(io, name, options));
	boards
		.command('release')
		.description('end the reservation of a board')
		.argument('<NAME>', 'a board of the map')
		.addOption(boardsOption())
		.option('--force', 'also when its holder is alive')
		.addHelpText('before', releaseHelp)
		.addHelpText('after', releaseFormats)
		.action(async (name, options) => (await run()).releaseBoard(io, name, options));
	boards
		.command('schema')
		.description('print the JSON Schema of board maps, for editors')
		.option('--out <FILE>', 'write it to a file instead')
		.addHelpText('before', schemaHelp)
		.addHelpText('after', schemaFormats)
		.action(async options => (await run()).tellBoardSchema(io, options));
};

export interface CheckOptions {
	readonly boards?: string;
	readonly wait: number;
	readonly timeout: number;
	readonly json?: boolean;
}

function addCheck(boards: Command, check: (name: string, options: CheckOptions) => Promise<void>): void {
	boards
		.command('check')
		.description('ask everything of a board whether it is there')
		.argument('<NAME>', 'a board of the map')
		.addOption(boardsOption())
		.addOption(
			new Option('--wait <SECONDS>', 'how long to wait for a busy board')
				.argParser(wholeNumber('--wait', 0, 86_400))
				.default(0),
		)
		.addOption(
			new Option('--timeout <SECONDS>', 'how long each may take to answer')
				.argParser(wholeNumber('--timeout', 1, 60))
				.default(2),
		)
		.option('--json', 'print one JSON document')
		.addHelpText('before', checkHelp)
		.addHelpText('after', checkFormats)
		.action(check);
}
