// RFC 1628, every clause that an agent can be judged by from outside.

import type {Suite} from '../clause.ts';
import type {SnmpFace} from '../snmp-face.ts';
import {accessClauses} from './access.ts';
import {alarmClauses} from './alarms.ts';
import {readingClauses} from './reading.ts';
import {tableClauses} from './tables.ts';
import {testClauses} from './tests.ts';
import {trapClauses} from './traps.ts';

const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';

export const rfc1628: Suite<SnmpFace> = {
	name: 'rfc1628',
	title: 'RFC 1628, UPS Management Information Base',
	clauses: [...readingClauses, ...tableClauses, ...accessClauses, ...alarmClauses, ...testClauses, ...trapClauses],
	async greet(face) {
		await face.get(SYS_OBJECT_ID);
	},
};
