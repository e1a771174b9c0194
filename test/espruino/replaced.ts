// Modules that a board gets in another form: what is in them is worked out when the bundle is built.

import {readFileSync} from 'node:fs';
import {relative} from 'node:path';
import type {Plugin} from 'esbuild';
import {upsRating} from '../../src/platform/espruino/ups-board/model.ts';
import {literalOf} from './literal.ts';
import {smallEvents} from './small-events.ts';
import {smallFields} from './small-fields.ts';
import {smallRows, withoutColumns} from './small-rows.ts';
import {smallWriter} from './small-writer.ts';

type Replacer = (source: string, namesOfEvents: readonly string[]) => string;

function ratingText(): string {
	const rating = {...upsRating, model: {...upsRating.model, assumed: [], sysObjectId: ''}};
	return `export const upsRating = ${literalOf(rating)};\n`;
}

/** By the path from the root of the project; the first that fits. */
const replacers: readonly (readonly [path: RegExp, replacer: Replacer])[] = [
	[/^src\/agent\/events\.ts$/, (_source, names) => smallEvents(names)],
	[/^src\/ups\/reading\.ts$/, smallFields],
	[/^src\/codec\/protobuf\.ts$/, smallWriter],
	[/^src\/ups\/row\.ts$/, smallRows],
	[/^src\/platform\/espruino\/ups-board\/model\.ts$/, ratingText],
	[/^src\/(ups|platform\/espruino\/ups-board)\/[\w-]+\.ts$/, withoutColumns],
];

/** The text of a file, by its path from the root of the project, as a board gets it; of the events only `names` keep their names. */
export function boardText(path: string, names: readonly string[]): string {
	const source = readFileSync(path, 'utf8');
	const replacer = replacers.find(([which]) => which.test(path));
	return replacer === undefined ? source : replacer[1](source, names);
}

/** Puts them in place. */
export function replacedModules(names: readonly string[]): Plugin {
	return {
		name: 'replaced-modules',
		setup(build) {
			build.onLoad({filter: /\.ts$/}, ({path}) => {
				const place = relative(process.cwd(), path).replaceAll('\\', '/');
				return {contents: boardText(place, names), loader: 'ts' as const};
			});
		},
	};
}
