// /metrics of the options.

import {parseListen} from '../../platform/node/listen-address.ts';
import {openMetrics} from '../../protocols/metrics/server.ts';
import {buildSource} from '../../protocols/metrics/sources.ts';
import {addressOf} from './place.ts';
import type {OpenFace} from './place.ts';

export const openMetricsFace: OpenFace = async ({house, given, version, counts, sources, lacking}) => {
	if (given.metrics === undefined) {
		return null;
	}
	const opened = await openMetrics({
		house,
		...parseListen(given.metrics),
		...(lacking === undefined ? {} : {lacking}),
		sources: [buildSource({version, revision: ''}), counts.source, ...sources],
	});
	return {at: `http://${addressOf(opened)}/metrics`, close: async () => opened.close()};
};
