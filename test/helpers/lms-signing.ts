// A program that signs with the LMS key of a folder until it is killed, and says of each signature which leaf made it.

import {writeSync} from 'node:fs';
import {openLmsSigner} from '../../src/smartconnect/signing/lms/key.ts';

const signer = openLmsSigner(process.argv[2]);
for (let i = 0; ; i++) {
	const signature = signer.sign(Buffer.from(`${process.pid}/${i}`));
	writeSync(1, `${new DataView(signature.buffer).getUint32(4)}\n`);
	// Slow enough that a key of 1,024 signatures lives through all kills.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}
