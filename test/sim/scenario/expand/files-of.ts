// Scenarios of several files, without a disk.

import {checkScenario} from '../../../../sim/scenario/parse.ts';
import type {CheckedScenario} from '../../../../sim/scenario/parse.ts';
import type {IncludePort} from '../../../../sim/scenario/expand/files.ts';
import {twinVocabulary} from '../../../helpers/scenario-text.ts';

/** Files by their paths. */
export function portOf(files: Readonly<Record<string, string>>): IncludePort {
	return {
		read: path => (Object.hasOwn(files, path) ? {text: files[path]} : {reason: 'there is no such file'}),
	};
}

/** Checks `main`, which is called main.yaml and lies in the folder of `files`. */
export function checked(
	main: string,
	files: Readonly<Record<string, string>> = {},
	set?: Readonly<Record<string, string>>,
): CheckedScenario {
	return checkScenario(main, 'lib/main.yaml', twinVocabulary, {
		include: portOf(files),
		...(set === undefined ? {} : {set: new Map(Object.entries(set))}),
	});
}

/** Problems as `file:line:column field: message`. */
export function told({problems}: CheckedScenario): string[] {
	return problems.map(({file, line, column, field, message}) => `${file}:${line}:${column} ${field}: ${message}`);
}
