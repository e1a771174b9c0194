// The formats of vector files that are known: the first that fits runs the file.

import {bootFormat} from './boot.ts';
import {cborFormat} from './cbor.ts';
import {coseFormat} from './cose.ts';
import {edgeFormat, rfc8032Format} from './ed25519.ts';
import type {VectorFormat} from './format.ts';
import {lmsFormat} from './lms.ts';
import {profileFormat} from './profile.ts';
import {derivedFormat, publishedFormat} from './suit.ts';

export const vectorFormats: readonly VectorFormat[] = [
	profileFormat,
	publishedFormat,
	derivedFormat,
	coseFormat,
	cborFormat,
	edgeFormat,
	rfc8032Format,
	bootFormat,
	lmsFormat,
];
