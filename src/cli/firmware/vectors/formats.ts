// The formats of vector files that are known: the first that fits runs the file.

import type {VectorFormat} from './format.ts';

export const vectorFormats: readonly VectorFormat[] = [];
