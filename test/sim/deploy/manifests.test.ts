import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import test from 'ava';
import {parse} from 'yaml';
import {containers, manifests, textOf} from './files.ts';
import type {Manifest} from './files.ts';

/** Where the types of the API say what an object of that version may hold. */
function moduleOf({apiVersion}: Manifest): string {
	const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
	return `kubernetes-types/${group.replace(/\.k8s\.io$/, '')}/${version}`;
}

/** What the compiler says of these manifests, each written as a value of its type: unknown keys are errors, missing ones too. */
function problemsOf(list: readonly Manifest[]): string {
	const place = mkdtempSync(join(tmpdir(), 'manifests-'));
	try {
		symlinkSync(resolve('node_modules'), join(place, 'node_modules'));
		const lines = list.map(({file: _file, ...manifest}, i) => {
			const value = JSON.stringify(manifest);
			return `import type {${manifest.kind} as T${i}} from '${moduleOf({file: '', ...manifest})}';\nexport const m${i}: T${i} = ${value};`;
		});
		writeFileSync(join(place, 'm.ts'), lines.join('\n'));
		const compiler = resolve('node_modules/typescript/bin/tsc');
		const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler'];
		execFileSync(process.execPath, [compiler, ...options, 'm.ts'], {cwd: place, encoding: 'utf8'});
		return '';
	} catch (error) {
		return String((error as {stdout?: string}).stdout ?? error);
	} finally {
		rmSync(place, {recursive: true});
	}
}

test('every manifest is what the types of the Kubernetes API say, and a misspelt key is seen', t => {
	const all = manifests();
	t.true(all.length > 10);
	t.is(problemsOf(all), '');
	const fleet = all.find(({kind, metadata}) => kind === 'StatefulSet' && metadata.name === 'fleet') as Manifest;
	t.regex(problemsOf([{...fleet, spec: {...fleet.spec, replica: 3}}]), /replica.* does not exist/s);
});

test('selectors, services and labels of a workload go together', t => {
	const all = manifests();
	for (const {kind, metadata, spec} of all.filter(each => each.spec?.template !== undefined)) {
		const {labels} = spec.template.metadata;
		for (const [key, value] of Object.entries(spec.selector.matchLabels)) {
			t.is(labels[key], value, metadata.name);
		}
		if (kind === 'StatefulSet') {
			const service = all.find(each => each.kind === 'Service' && each.metadata.name === spec.serviceName);
			t.is(service?.spec.clusterIP, 'None', `${metadata.name} has a headless service`);
		}
	}
});

test('no container runs as root, writes its own files, or goes without requests and a limit of memory', t => {
	for (const {of, securityContext, resources} of containers()) {
		t.true(of.spec.template.spec.securityContext.runAsNonRoot, of.metadata.name);
		t.false(of.spec.template.spec.automountServiceAccountToken, of.metadata.name);
		t.true(securityContext['readOnlyRootFilesystem'], of.metadata.name);
		t.false(securityContext['allowPrivilegeEscalation'], of.metadata.name);
		t.deepEqual(securityContext['capabilities'], {drop: ['ALL']});
		t.truthy(resources.requests['cpu']);
		t.truthy(resources.requests['memory']);
		t.truthy(resources.limits['memory']);
	}
});

test('whoever has a port is asked whether it lives and whether it is ready', t => {
	for (const {of, ports, livenessProbe, readinessProbe} of containers()) {
		t.is(livenessProbe !== undefined && readinessProbe !== undefined, ports !== undefined, of.metadata.name);
	}
});

test('every volume that is mounted is there', t => {
	for (const {of, volumeMounts} of containers()) {
		const {spec} = of.spec.template;
		const names = [
			...(spec.volumes ?? []),
			...(of.spec.volumeClaimTemplates ?? []).map((claim: Manifest) => claim.metadata),
		];
		for (const {name} of volumeMounts) {
			t.true(
				names.some(volume => volume.name === name),
				`${of.metadata.name}: ${name}`,
			);
		}
	}
});

test('the fleet has as many replicas as shards', t => {
	const fleet = containers().find(({of}) => of.metadata.name === 'fleet');
	const env: ReadonlyArray<{name: string; value: string}> = fleet?.of.spec.template.spec.containers[0].env;
	t.is(env.find(({name}) => name === 'RIDETHROUGH_SHARD')?.value, `auto/${fleet?.of.spec.replicas}`);
});

test('the routes of the broker name each of its pods', t => {
	const broker = manifests().find(({kind, metadata}) => kind === 'StatefulSet' && metadata.name === 'broker');
	const config = manifests().find(({kind, metadata}) => kind === 'ConfigMap' && metadata.name === 'broker')?.data;
	const routes = config?.['nats.conf'].match(/nats:\/\/[a-z0-9-]+\.[a-z-]+:6222/g);
	const pods = Array.from(
		{length: broker?.spec.replicas},
		(_, i) => `nats://broker-${i}.${broker?.spec.serviceName}:6222`,
	);
	t.deepEqual([...(routes ?? [])], pods);
});

test('the kustomization lists every manifest', t => {
	const {resources} = parse(textOf('kustomization.yaml')) as {resources: string[]};
	// What lies outside its folder, kustomize refuses to read.
	t.false(textOf('kustomization.yaml').includes('../'));
	t.deepEqual(resources.toSorted(), [...new Set(manifests().map(({file}) => `kubernetes/${file}`))].toSorted());
});
