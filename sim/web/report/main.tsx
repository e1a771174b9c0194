// The script of the HTML timeline.

import type {PageData} from '../../report/page-data.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
document.getElementById('page')?.append(data.cases.map(({name, verdict}) => `${verdict}: ${name}`).join('\n'));
