// Hostile CBOR: inputs for the strict scanner.

import {scanCbor} from '../../../codec/cbor/scan.ts';
import {envelopeCbor} from '../../../ota/cbor-rules.ts';
import type {VectorFormat} from './format.ts';
import {beginsWith, bytesOf, listOf, resultOf} from './result.ts';

interface CborVector {
	readonly id: string;
	readonly hex: string;
	readonly expect: string;
}

export const cborFormat: VectorFormat = {
	name: 'hostile CBOR',
	fits: document => beginsWith(document, 'vectors', ['id', 'hex', 'expect', 'cborx_1_6_9']),
	run: ({document}) =>
		(listOf(document, 'vectors') as CborVector[]).map(({id, hex, expect}) =>
			resultOf(id, expect, () => scanCbor(bytesOf(hex), envelopeCbor)?.code ?? 'OK'),
		),
};
