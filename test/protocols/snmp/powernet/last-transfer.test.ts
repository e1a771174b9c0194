import test from 'ava';
import type {CardFace} from '../../../../src/agent/card-face.ts';
import {UpdateView} from '../../../../src/agent/update/view.ts';
import {otaCodes} from '../../../../src/ota/codes.ts';
import {readerOf} from '../../../helpers/mib-reader.ts';
import {makeRelease, UpdateRig} from '../../../helpers/update-rig.ts';

const RESULT = '1.3.6.1.4.1.318.2.4.1.1.0';

test('the result of the last transfer follows the updates of the card', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	t.is(reader.get(RESULT), 2, 'a card that takes no updates');
	const rig = new UpdateRig();
	(reader.test.house.view(0) as CardFace).ports.firmware = () => new UpdateView(rig.update);
	t.is(reader.get(RESULT), 2, 'nothing was tried');
	for (const [code, result] of [
		['E_OTA_TOO_SLOW', 4],
		['E_OTA_NOT_ASSIGNED', 5],
		['E_OTA_AUTH_SIG', 8],
		['E_OTA_HEALTH', 3],
	] as const) {
		rig.update.core.kept.lastFailure = otaCodes[code];
		t.is(reader.get(RESULT), result, code);
	}
	rig.intoTrial(makeRelease({sequence: 2}));
	rig.live(60_000);
	t.is(rig.state, 'CONFIRMED');
	t.is(reader.get(RESULT), 1);
});
