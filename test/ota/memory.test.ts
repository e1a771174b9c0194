import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';

const KIB = 1024;
const MOST_BYTES = 16 * KIB;
const program = fileURLToPath(new URL('../helpers/update-memory.js', import.meta.url));

interface Counted {
	readonly peakBytes: number;
	readonly sweeps: number;
	readonly state: string;
	readonly resets: number;
}

async function counted(wasteBytes: number): Promise<Counted> {
	const words = ['--expose-gc', '--single-threaded-gc', program, String(wasteBytes)];
	const {stdout} = await promisify(execFile)(process.execPath, words);
	return JSON.parse(stdout) as Counted;
}

test('from the boot to the restart for an image of 64 KiB a card holds at most 16 KiB of buffers beyond its input', async t => {
	const {peakBytes, sweeps, state, resets} = await counted(0);
	t.log(`${peakBytes} bytes in ${sweeps} sweeps`);
	t.deepEqual([state, resets], ['ARMED', 1]);
	t.true(sweeps >= 30, `${sweeps} buffers were looked at`);
	t.true(peakBytes >= 4 * KIB, 'a sector under way is among them');
	t.true(peakBytes <= MOST_BYTES, `${peakBytes} bytes`);
});

test('a buffer of 16 KiB that is held on the way is found', async t => {
	const {peakBytes} = await counted(MOST_BYTES);
	t.true(peakBytes > MOST_BYTES, `${peakBytes} bytes`);
});
