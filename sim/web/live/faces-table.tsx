// The values of a card's faces side by side, each with the place where its clients find it.

import type {FaceCell, FaceLine} from '../../ui/messages.ts';
import {NOTHING, number, unitName, words} from './format.ts';

type Face = 'powernet' | 'precise' | 'ietf' | 'modbus' | 'nut' | 'mqtt';

const faces: ReadonlyArray<readonly [face: Face, title: string]> = [
	['precise', 'SNMP PowerNet, tenths'],
	['modbus', 'Modbus'],
	['nut', 'NUT'],
	['mqtt', 'MQTT sample'],
	['powernet', 'SNMP PowerNet'],
	['ietf', 'SNMP UPS-MIB'],
];

export function FacesTable({faces: lines, lost}: {readonly faces: readonly FaceLine[]; readonly lost: boolean}) {
	const apart = lines.filter(line => faces.some(([face]) => line[face]?.agrees === false)).length;
	return (
		<>
			<p class={apart === 0 ? 'agree' : 'agree is-apart'} data-testid="faces-agree">
				{lost
					? 'The UPS does not answer: no face tells old values as new.'
					: apart === 0
						? '✓ Every face tells what the UPS says, as far as its steps allow.'
						: `≠ Faces and UPS differ in ${apart} of ${lines.length} quantities.`}
			</p>
			<div class="wide" tabIndex={0} role="region" aria-label="Values by face">
				<table class="faces">
					<thead>
						<tr>
							<th scope="col">Quantity</th>
							<th scope="col">The UPS says</th>
							{faces.map(([face, title]) => (
								<th key={face} scope="col">
									{title}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{lines.map(line => (
							<tr key={line.slot}>
								<th scope="row">{words(line.slot)}</th>
								<td class="truth">{shown(line.value, line.unit)}</td>
								{faces.map(([face]) => (
									<Cell key={face} cell={line[face]} unit={line.unit} />
								))}
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</>
	);
}

function Cell({cell, unit}: {readonly cell: FaceCell | null; readonly unit: string}) {
	if (cell === null) {
		return <td class="no-place">no place</td>;
	}
	const {value, raw, at, agrees} = cell;
	const [name, address = ''] = at.split(' ');
	return (
		<td class={agrees ? '' : 'is-apart'}>
			<span class="face-value">
				{agrees ? '' : '≠ '}
				{shown(value, unit)}
			</span>
			<span class="face-place">{name}</span>
			<span class="face-place">
				{address}
				{raw === null ? '' : ` = ${raw}`}
			</span>
		</td>
	);
}

/** Faces are compared by their digits: seconds stay seconds. */
function shown(value: number | null, unit: string): string {
	return value === null ? NOTHING : `${number(value, unit)}${unit === '' ? '' : `\u00a0${unitName(unit)}`}`;
}
