import test from 'ava';
import {readXml} from './xml-reader.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

test('elements, attributes, text and references are read', t => {
	const root = readXml(`${head}<a x="1 &amp; &#10;2"><b/>t&lt;<c y="">u</c></a>\n`);
	t.deepEqual(root, {
		name: 'a',
		attributes: {x: '1 & \n2'},
		children: [
			{name: 'b', attributes: {}, children: [], text: ''},
			{name: 'c', attributes: {y: ''}, children: [], text: 'u'},
		],
		text: 't<',
	});
});

const broken = [
	'<a/>',
	`${head}<a>`,
	`${head}<a></b>`,
	`${head}<a/><b/>`,
	`${head}</a>`,
	`${head}text`,
	`${head}<a>&</a>`,
	`${head}<a>&nbsp;</a>`,
	`${head}<a x=1/>`,
	`${head}<a x="<"/>`,
	`${head}<a x="1" x="2"/>`,
	`${head}<a>]]></a>`,
	`${head}<a>\u0000</a>`,
	`${head}<a>\ud800</a>`,
	`${head}<a>\u001b</a>`,
	`${head}<a><b></a></b>`,
	`${head}<a x="&quot/>`,
];

for (const text of broken) {
	test(`${JSON.stringify(text.slice(-24))} is refused`, t => {
		t.throws(() => readXml(text), {instanceOf: SyntaxError});
	});
}
