import test from 'ava';
import {commands, onFirmware} from '../../../src/agent/commands/table.ts';
import {originNames as cardOrigins, roleNames as cardRoles} from '../../../src/agent/roles.ts';
import {stageNames} from '../../../src/agent/commands/stages.ts';
import {readingFields} from '../../../src/ups/reading.ts';
import {commandRows} from '../../../src/protocols/http/command-rows.ts';
import {originNames} from '../../../src/protocols/http/origins.ts';
import {readingRows} from '../../../src/protocols/http/readings.ts';
import {roleNames} from '../../../src/protocols/http/rights.ts';

test('readings have the names, units and scales of the card', t => {
	t.deepEqual(
		readingRows.map(({name, unit, scale}) => ({name, unit, scale})) as object[],
		readingFields.map(({name, unit, scale}) => ({name, unit, scale})),
	);
});

test('roles, origins and commands are those of the card, but for the one that the settings are and those of firmware', t => {
	t.deepEqual(roleNames, cardRoles);
	t.deepEqual(originNames, cardOrigins);
	t.is(stageNames.length, 6);
	const offered = commandRows.map(row => row.command).sort();
	t.deepEqual(
		offered,
		commands
			.filter(row => row.name !== 'setSettings' && row.actsOn !== onFirmware)
			.map(row => row.name)
			.sort(),
	);
	for (const row of commandRows) {
		const own = commands.find(each => each.name === row.command);
		t.is(row.group, own?.hasTarget ?? false, row.command);
		t.is(row.takes, own?.hasDate === true ? 'date' : own?.range === null ? '' : 'seconds', row.command);
	}
});
