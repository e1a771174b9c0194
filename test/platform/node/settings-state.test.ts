import test from 'ava';
import type {Store} from '../../../src/core/ports.ts';
import {loadSettings, saveSettings} from '../../../src/platform/node/settings-state.ts';

function memoryStore(): Store & {files: Map<string, Uint8Array>} {
	const files = new Map<string, Uint8Array>();
	return {files, load: name => files.get(name) ?? null, save: (name, bytes) => void files.set(name, bytes)};
}

test('settings come back as they were saved', t => {
	const store = memoryStore();
	t.is(loadSettings(store), null);
	const kept = {values: {'ups.name': 'Räck 4', 'ups.off.delay': '30'}, untold: ['ups.name']};
	saveSettings(store, kept);
	t.deepEqual(loadSettings(store), kept);
	t.deepEqual([...store.files.keys()], ['settings.json']);
});

for (const text of [
	'',
	'null',
	'{"schema":"ridethrough.settings/2","values":{},"untold":[]}',
	'{"schema":"ridethrough.settings/1","values":{"a":1},"untold":[]}',
	'{"schema":"ridethrough.settings/1","values":{}}',
]) {
	test(`a file that reads ${JSON.stringify(text.slice(0, 60))} is refused`, t => {
		const store = memoryStore();
		store.save('settings.json', Buffer.from(text));
		t.throws(() => loadSettings(store), {code: 'E_STATE_UNUSABLE', message: /not of this version; move it away/});
	});
}
