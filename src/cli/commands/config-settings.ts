// `ridethrough config list`, `config export` and `config import`: the settings of a card.

import {Option} from 'commander';
import {configIni} from '../../agent/settings/config-ini.ts';
import type {SettingDiff, SettingState} from '../../agent/settings/desk.ts';
import {kindNames} from '../../agent/settings/setting-row.ts';
import type {CheckedFile} from '../../agent/settings/settings-file.ts';
import {settingTexts} from '../../agent/settings/settings-texts.ts';
import type {Io, Register} from '../io.ts';
import {fileProblemText, readSettingsFile, refuseBadSettings} from '../settings-files.ts';
import {paperDesk, withSettings} from '../settings-state.ts';
import {type Column, textTable} from '../text-table.ts';

const DEFAULT_MODEL = 'SMT1500';

const listExamples = `Examples:
  ridethrough config list
  ridethrough config list --model SMX1500I --json
`;
const listFormats = `
JSON: schema ridethrough.config-list/1, settings: key, id, label, help, kind (number, choice, text, date or flag), unit (SI, or
empty), takes, default (? where the factory decides), writable. Every event has settings of its own besides, such as
event.onBattery.severity, .delay, .repeat, .untilCleared and .times.`;

const exportExamples = `Examples:
  ridethrough config export --state /var/lib/ridethrough > settings.yaml
  ridethrough config export --format ini --state /var/lib/ridethrough > config.ini
`;
const exportRemarks = `
Prints every setting and its value. What belongs to this one UPS (names, install date, unit id) is kept from others that import
the file by its serial number: override in YAML, Override in config.ini.`;

const importExamples = `Examples:
  ridethrough config import settings.yaml --state /var/lib/ridethrough --dry-run
  ridethrough config import config.ini --state /var/lib/ridethrough
`;
const importRemarks = `
Prints what changes. When one line of the file is wrong, all that is wrong is told with its line and column, nothing is taken,
and the exit code is 3. No agent may run on the directory meanwhile; the card tells of the change when it starts.
JSON: schema ridethrough.config-import/1: applied, diff (key, before, after), ignored (line, message), problems (line, column,
key, message, nearest).`;

function modelOption(): Option {
	return new Option('--model <SKU>', 'the UPS, where the state directory does not tell').default(DEFAULT_MODEL);
}

/** Adds `list`, `export` and `import` to the noun. */
export const register: Register = (config, io) => {
	addList(config, io);
	addExport(config, io);
	addImport(config, io);
};

const addList: Register = (config, io) => {
	config
		.command('list')
		.description('list every setting: what it takes, and its default')
		.option('--model <SKU>', 'the UPS whose settings are listed', DEFAULT_MODEL)
		.option('--json', 'print one JSON document')
		.addHelpText('before', listExamples)
		.addHelpText('after', listFormats)
		.action((given: {model: string; json?: boolean}) => listSettings(io, given.model, given.json === true));
};

const listColumns: readonly Column[] = [
	{title: 'setting', align: 'left'},
	{title: 'default', align: 'left'},
	{title: 'takes', align: 'left'},
];

function listSettings(io: Io, sku: string, json: boolean): void {
	const states = paperDesk(sku).list();
	if (json) {
		const document = {schema: 'ridethrough.config-list/1', model: sku, settings: states.map(factsOf)};
		io.out(JSON.stringify(document, null, '\t'));
		return;
	}
	const rows = states.map(({key, allowed, standardText, writable}) => [
		key,
		standardText,
		writable ? allowed : 'read-only',
	]);
	io.out(textTable(listColumns, rows).join('\n'));
}

function factsOf({id, key, kind, unit, allowed, standardText, writable}: SettingState): Record<string, unknown> {
	const {label, help} = settingTexts(id);
	return {key, id, label, help, kind: kindNames[kind], unit, takes: allowed, default: standardText, writable};
}

const addExport: Register = (config, io) => {
	config
		.command('export')
		.description('print the settings of a card as a file')
		.requiredOption('--state <DIR>', 'the state directory of the card')
		.addOption(new Option('--format <F>', 'of the file').choices(['yaml', 'ini']).default('yaml'))
		.addOption(modelOption())
		.addHelpText('before', exportExamples)
		.addHelpText('after', exportRemarks)
		.action(async (given: {state: string; format: 'yaml' | 'ini'; model: string}) =>
			withSettings(given.state, given.model, async ({desk, serial, dropped}) => {
				dropped.forEach(message => io.note(`left out: ${message}`));
				const {settingsYaml} = await import('../settings-yaml.ts');
				const states = desk.list();
				const text = given.format === 'ini' ? configIni(states, serial) : await settingsYaml(states, serial);
				io.out(text.trimEnd());
			}),
		);
};

interface ImportOptions {
	readonly state: string;
	readonly model: string;
	readonly dryRun?: boolean;
	readonly json?: boolean;
}

const addImport: Register = (config, io) => {
	config
		.command('import')
		.description('take settings from a file, all or none')
		.argument('<FILE>', 'YAML (.yaml, .yml) or config.ini (.ini)')
		.requiredOption('--state <DIR>', 'the state directory of the card')
		.addOption(modelOption())
		.option('--dry-run', 'only tell what would change')
		.option('--json', 'print one JSON document')
		.addHelpText('before', importExamples)
		.addHelpText('after', importRemarks)
		.action(async (file: string, given: ImportOptions) => importSettings(io, file, given));
};

async function importSettings(io: Io, file: string, given: ImportOptions): Promise<void> {
	await withSettings(given.state, given.model, async ({desk, serial, save, dropped}) => {
		dropped.forEach(message => io.note(`not kept: ${message}`));
		const checked = await readSettingsFile(file, desk, serial);
		const applied = checked.problems.length === 0 && given.dryRun !== true;
		if (given.json === true) {
			io.out(JSON.stringify(importDocument(checked, applied), null, '\t'));
		}
		refuseBadSettings(file, checked, text => io.note(text));
		if (given.json !== true) {
			tellDiff(io, file, checked);
		}
		if (applied) {
			desk.writeAll(checked.diff);
			save(checked.diff.map(({key}) => key));
		}
	});
}

function importDocument(checked: CheckedFile, applied: boolean): Record<string, unknown> {
	const diff = checked.diff.map(({key, beforeText, afterText}) => ({key, before: beforeText, after: afterText}));
	return {
		schema: 'ridethrough.config-import/1',
		applied,
		diff,
		ignored: checked.ignored,
		problems: checked.problems,
	};
}

function tellDiff(io: Io, file: string, {diff, ignored}: CheckedFile): void {
	for (const {line, message} of ignored) {
		io.note(`left alone: ${fileProblemText(file, {line, column: 1, key: '', message, nearest: ''})}`);
	}
	io.out(diff.length === 0 ? 'nothing changes' : diff.map(diffLine).join('\n'));
}

function diffLine({key, beforeText, afterText}: SettingDiff): string {
	return `${key}: ${beforeText === '' ? '(empty)' : beforeText} -> ${afterText === '' ? '(empty)' : afterText}`;
}
