import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {run} from '../../src/cli/main.ts';
import type {Io} from '../../src/cli/io.ts';
import {parseExposition} from '../helpers/exposition.ts';

interface Running {
	/** Value of a sample at a scrape; undefined where there is none. */
	scrape(sample: string): Promise<number | undefined>;
	fault(...words: string[]): Promise<number>;
	/** Its exit code, and what it told. */
	end(): Promise<readonly [code: number, notes: readonly string[]]>;
}

/** A fleet of two cards with `faults` as its start-up file. */
async function sim(t: ExecutionContext, faults: string, ...more: string[]): Promise<Running> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'faults.yaml');
	writeFileSync(file, faults);
	const stop = new AbortController();
	const notes: string[] = [];
	let ready = (_text: string): void => {};
	const isReady = new Promise<string>(resolve => (ready = resolve));
	const io: Io = {
		out: () => {},
		note(text) {
			notes.push(text);
			if (text.startsWith('ready: ')) {
				ready(text);
			}
		},
		interactive: false,
		progress: () => {},
		stop: stop.signal,
		exitCode: 0,
	};
	const words = ['sim', '--cards', '2', '--mqtt', 'off', '--no-disturbances', '--faults', file];
	const ended = run([...words, '--metrics', '127.0.0.1:0', ...more], io);
	const end = async (): Promise<readonly [number, readonly string[]]> => {
		stop.abort();
		return [await ended, notes];
	};
	t.teardown(end);
	const text = await Promise.race([isReady, ended.then(() => '')]);
	const addressOf = (face: string): string => new RegExp(`, ${face} (http://[0-9.:]+)`).exec(text)?.[1] ?? '';
	return {
		end,
		async scrape(sample) {
			const {families} = parseExposition(await (await fetch(`${addressOf('metrics')}/metrics`)).text());
			return families.get(sample.split('{')[0])?.samples.get(sample);
		},
		fault: async (...given) => run(['fault', ...given, '--control', addressOf('control')], {...io, exitCode: 0}),
	};
}

const ACTIVE = 'ridethrough_faults_active{fault="outage"}';
const TOTAL = 'ridethrough_fault_injections_total{fault="outage"}';

test('a scrape tells the faults of a start-up file and those of the command line', async t => {
	const {scrape, fault} = await sim(t, '- type: outage\n', '--control', '127.0.0.1:0');
	t.deepEqual([await scrape(ACTIVE), await scrape(TOTAL)], [1, 1]);
	t.is(await fault('inject', 'outage', '--name', 'second', '--cards', 'card-000001'), 0);
	t.deepEqual([await scrape(ACTIVE), await scrape(TOTAL)], [2, 2]);
	t.is(await fault('end', 'outage'), 0);
	t.deepEqual([await scrape(ACTIVE), await scrape(TOTAL)], [1, 2]);
	t.is(await fault('reset'), 0);
	t.deepEqual([await scrape(ACTIVE), await scrape(TOTAL)], [0, 2]);
});

test('without a control API the faults of the file are told as well', async t => {
	const {scrape} = await sim(t, '- type: outage\n');
	t.deepEqual([await scrape(ACTIVE), await scrape(TOTAL)], [1, 1]);
});

test('a file of faults with a problem ends with exit code 3 before anything starts', async t => {
	const [code, notes] = await (await sim(t, '- type: outge\n')).end();
	t.is(code, 3);
	t.regex(notes.join('\n'), /^E_FAULTS_INVALID: .*faults\.yaml:1:3: .*did you mean outage\?/m);
});
