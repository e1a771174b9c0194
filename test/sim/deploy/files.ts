// The files of sim/deploy, as the tests read them.

import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {parseAllDocuments} from 'yaml';

export const folder = 'sim/deploy';

export interface Manifest {
	readonly file: string;
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {readonly name: string; readonly labels?: Readonly<Record<string, string>>};
	// What a kind has beside these is judged by its type, in manifests.test.ts.
	// oxlint-disable-next-line typescript/no-explicit-any
	readonly spec: any;
	readonly data?: Readonly<Record<string, string>>;
}

export function textOf(path: string): string {
	return readFileSync(join(folder, path), 'utf8');
}

export function manifests(): Manifest[] {
	return readdirSync(join(folder, 'kubernetes'))
		.sort()
		.flatMap(name =>
			parseAllDocuments(textOf(join('kubernetes', name)), {merge: true}).map(document => ({name, document})),
		)
		.map(({name, document}) => ({file: name, ...(document.toJS() as Omit<Manifest, 'file'>)}));
}

export interface Container {
	readonly of: Manifest;
	readonly image: string;
	readonly args?: readonly string[];
	readonly command?: readonly string[];
	readonly livenessProbe?: object;
	readonly readinessProbe?: object;
	readonly ports?: ReadonlyArray<{readonly name: string; readonly containerPort: number}>;
	readonly resources: {
		readonly requests: Readonly<Record<string, string>>;
		readonly limits: Readonly<Record<string, string>>;
	};
	readonly securityContext: Readonly<Record<string, unknown>>;
	readonly volumeMounts: ReadonlyArray<{readonly name: string; readonly mountPath: string}>;
}

/** Every container of every pod that the manifests make. */
export function containers(): Container[] {
	return manifests()
		.filter(({spec}) => spec?.template !== undefined)
		.flatMap(of => of.spec.template.spec.containers.map((container: Container) => ({...container, of})));
}
