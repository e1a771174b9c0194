import test from 'ava';
import {hssKeyProblem, verifyHss} from '../../src/ota/lms/hss.ts';
import {oneTimeBytes, oneTimeTypes} from '../../src/ota/lms/parameters.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {vectorBytes, vectorTest} from '../helpers/ota-vectors.ts';

interface Vector {
	readonly name: string;
	readonly hssPublicKey: string;
	readonly message: string;
	readonly hssSignature: string;
	readonly expect: 'OK' | 'INVALID';
}

function said({hssPublicKey, message, hssSignature}: Vector): string {
	const [key, text, signature] = [hssPublicKey, message, hssSignature].map(hex => vectorBytes(hex));
	return verifyHss(key, text, signature, nodeCrypto) ? 'OK' : 'INVALID';
}

vectorTest(
	'rfc8554-lms.json',
	'every signature of the RFC and of other signers is judged as it must be',
	(t, content) => {
		const {valid, invalid} = content as {valid: Vector[]; invalid: Vector[]};
		t.deepEqual([valid.length, invalid.length], [13, 38]);
		for (const vector of [...valid, ...invalid]) {
			t.is(said(vector), vector.expect, vector.name);
		}
	},
);

vectorTest('rfc8554-lms.json', 'no single bit of a signature of one level can be changed', (t, content) => {
	const {valid} = content as {valid: Vector[]};
	const vector = valid.find(({name}) => name === 'made-h5-w4-q1') as Vector;
	const key = vectorBytes(vector.hssPublicKey);
	const message = vectorBytes(vector.message);
	const signature = vectorBytes(vector.hssSignature);
	for (let at = 0; at < signature.length; at += 7) {
		const changed = signature.slice();
		changed[at] ^= 1 << (at % 8);
		t.false(verifyHss(key, message, changed, nodeCrypto), `byte ${at}`);
	}
	t.true(verifyHss(key, message, signature, nodeCrypto));
});

test('a key that is none is told apart', t => {
	t.regex(hssKeyProblem(new Uint8Array(59)), /60 bytes, not 59/);
	t.regex(hssKeyProblem(new Uint8Array(60)), /1 to 8 levels, not 0/);
	t.regex(hssKeyProblem(Uint8Array.of(0, 0, 0, 1, ...new Uint8Array(56))), /none of SHA-256/);
});

test('lengths of one-time signatures are those of RFC 8554, table 1', t => {
	t.deepEqual(
		oneTimeTypes.map(type => oneTimeBytes(type)),
		[8516, 4292, 2180, 1124],
	);
});
