import test from 'ava';
import fc from 'fast-check';
import * as image from '../../src/ups/firmware-image.ts';
import type {UpsImage} from '../../src/ups/firmware-image.ts';
import {refModel} from '../helpers/ref-model.ts';

const anyImage: fc.Arbitrary<UpsImage> = fc.record({
	version: fc.tuple(fc.nat({max: 255}), fc.nat({max: 255})),
	model: fc.stringMatching(/^[ -~]{1,64}$/),
	bytesLength: fc.integer({min: 72, max: 5000}),
	behaviour: fc.constantFrom(...image.upsBehaviours),
});

test('an image that was written is read as it was', t => {
	fc.assert(fc.property(anyImage, given => void t.deepEqual(image.readUpsImage(image.writeUpsImage(given)), given)));
});

test('bytes that are none of ours, cut, or with another letter in the target are no image', t => {
	const good = image.writeUpsImage({version: [1, 2], model: 'SMT1500', bytesLength: 100, behaviour: 'good'});
	const spoilt = (at: number, value: number) => good.map((byte, i) => (i === at ? value : byte));
	for (const bytes of [
		good.slice(0, 7),
		good.slice(0, 12),
		spoilt(0, 1),
		spoilt(6, 9),
		spoilt(7, 0),
		spoilt(7, 65),
		spoilt(9, 7),
	]) {
		t.is(image.readUpsImage(bytes), null);
	}
	t.is(image.readUpsImage(new Uint8Array(image.UPS_IMAGE_BYTES_MAX + 1)), null);
});

test('an image is for a SKU or a family', t => {
	const of = (model: string): UpsImage => ({version: [1, 2], model, bytesLength: 100, behaviour: 'good'});
	t.true(image.fitsModel(of(refModel.sku), refModel));
	t.true(image.fitsModel(of(refModel.family), refModel));
	t.false(image.fitsModel(of('SMT1500'), refModel));
});

test('a firmware is told with two digits before the point, and the factory has 09.8', t => {
	t.is(image.firmwareText(0), 'UPS 09.8 / ID 1001');
	t.is(image.firmwareText(image.versionCode([4, 1])), 'UPS 04.1 / ID 1001');
	t.is(image.firmwareText(image.versionCode([15, 12])), 'UPS 15.12 / ID 1001');
});
