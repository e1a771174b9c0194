import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {MemoryStore} from '../../../src/cli/memory-store.ts';
import {FlashFile, OtpFile} from '../../../src/platform/node/flash-file.ts';

const geometry = {sizeBytes: 16_384, sectorBytes: 4096, unitBytes: 16};

test('what was programmed is there after a restart, and what was erased is blank', t => {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-flash-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	const file = join(folder, 'flash.bin');
	const flash = new FlashFile(file, geometry);
	flash.program(4096, new Uint8Array(32).fill(5));
	flash.program(8192, new Uint8Array(16).fill(6));
	flash.erase(2);
	flash.close();
	const again = new FlashFile(file, geometry);
	const into = new Uint8Array(48);
	again.read(4096, into);
	t.deepEqual([...into], [...new Uint8Array(32).fill(5), ...new Uint8Array(16).fill(0xff)]);
	again.read(8192, into);
	t.true(into.every(byte => byte === 0xff));
	again.close();
	t.is(statSync(file).mode & 0o077, 0);
	const error = t.throws(() => new FlashFile(file, {...geometry, sizeBytes: 32_768}));
	t.true(isCoded(error) && error.code === 'E_STATE_UNUSABLE');
});

test('the rules of the part are held to: units that are aligned, and erased before', t => {
	const flash = new FlashFile(null, geometry);
	t.throws(() => flash.program(8, new Uint8Array(16)), {message: /programmed at 8/});
	t.throws(() => flash.program(0, new Uint8Array(8)), {message: /8 bytes are programmed/});
	flash.program(0, new Uint8Array(16));
	t.throws(() => flash.program(0, new Uint8Array(16)), {message: /were not erased/});
	t.throws(() => flash.erase(4), {message: /sector 4/});
	t.throws(() => flash.read(16_380, new Uint8Array(8)), {message: /read at 16380/});
});

test('the boot floor only rises', t => {
	const otp = new OtpFile(new MemoryStore());
	t.is(otp.read(), 0);
	otp.raise(3);
	otp.raise(2);
	t.is(otp.read(), 3);
});
