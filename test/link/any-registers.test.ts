// Whatever a device sends, a card makes numbers of it or nothing.

import fc from 'fast-check';
import test from 'ava';
import {LinkHistory} from '../../src/link/history.ts';
import {identityIn} from '../../src/link/identity.ts';
import {blocks, RegisterImage} from '../../src/link/image.ts';
import {fillDetails, fillReading} from '../../src/platform/node/main/agent-link-row.ts';
import {linkedModel} from '../../src/platform/node/main/agent-link-model.ts';
import {DETAIL_SIZE} from '../../src/ups/details.ts';
import {NOT_AVAILABLE, READING_SIZE, readingFields} from '../../src/ups/reading.ts';
import {ratingOf} from '../../src/ups/rating.ts';

/** Registers as they come, with many that hold nothing. */
const word = fc.oneof(fc.constant(0), fc.constant(0xffff), fc.integer({min: 0, max: 0xffff}));
const image = fc.tuple(...blocks.map(({count}) => fc.array(word, {minLength: count, maxLength: count}))).map(all => {
	const made = new RegisterImage();
	blocks.forEach(({address}, at) => made.take(address, all[at]));
	return made;
});

test('any registers make a row of readings, and a model whose figures are numbers', t => {
	fc.assert(
		fc.property(image, registers => {
			const identity = identityIn(registers);
			const history = new LinkHistory();
			const row = new Int32Array(READING_SIZE);
			const {model} = linkedModel(identity, registers);
			history.observe(registers, model.nominalVolts, 0);
			const seen = {image: registers, history, identity, t: 1000};
			fillReading(seen, row);
			fillDetails(seen, new Int32Array(DETAIL_SIZE));
			const rating = ratingOf(model);
			const charge = row[readingFields.findIndex(({name}) => name === 'batteryCharge')];
			return (
				[rating.stringOhms, rating.capacityWmin, rating.ampereHours].every(each => Number.isFinite(each) && each >= 0)
				&& /^[ -~]*$/.test(identity.modelName + identity.sku + identity.serial + identity.firmware)
				&& (charge === NOT_AVAILABLE || charge >= 0)
			);
		}),
		{numRuns: 300},
	);
	t.pass();
});
