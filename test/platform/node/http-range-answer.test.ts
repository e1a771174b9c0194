import test from 'ava';
import {isStrong, worthOf} from '../../../src/platform/node/http-range-answer.ts';

const asked = {from: 4096, to: 8192, totalBytes: 10_000, etag: ''};

for (const [what, status, headers, is] of [
	['206 with start and total as asked for', 206, {'content-range': 'bytes 4096-8191/10000'}, 'part'],
	['206 that ends early', 206, {'content-range': 'bytes 4096-5000/10000'}, 'part'],
	['206 that ends late', 206, {'content-range': 'bytes 4096-8192/10000'}, 'part'],
	['206 with another start', 206, {'content-range': 'bytes 4095-8191/10000'}, 'refused'],
	['206 that ends before it starts', 206, {'content-range': 'bytes 4096-4095/10000'}, 'refused'],
	['206 with another total', 206, {'content-range': 'bytes 4096-8191/10001'}, 'changed'],
	['206 without a total', 206, {'content-range': 'bytes 4096-8191/*'}, 'refused'],
	['206 without Content-Range', 206, {}, 'refused'],
	['206 in several parts', 206, {'content-type': 'multipart/byteranges; boundary=x'}, 'refused'],
	['206 that is compressed', 206, {'content-range': 'bytes 4096-8191/10000', 'content-encoding': 'gzip'}, 'refused'],
	['200', 200, {}, 'whole'],
	['200 of the right length', 200, {'content-length': '10000'}, 'whole'],
	['200 of another length', 200, {'content-length': '9999'}, 'changed'],
	['416', 416, {'content-range': 'bytes */10000'}, 'none'],
	['416 of another length', 416, {'content-range': 'bytes */4096'}, 'changed'],
	['a redirect', 302, {location: '/elsewhere'}, 'moved'],
	['a redirect to nowhere', 307, {}, 'refused'],
	['an error', 503, {}, 'refused'],
	['204', 204, {}, 'refused'],
] as const) {
	test(`${what} is ${is}`, t => {
		t.is(worthOf(status, headers, asked).is, is);
	});
}

test('what has another entity tag than the first answer is changed', t => {
	const range = {'content-range': 'bytes 4096-8191/10000'};
	t.is(worthOf(206, {...range, etag: '"b"'}, {...asked, etag: '"a"'}).is, 'changed');
	t.is(worthOf(206, range, {...asked, etag: '"a"'}).is, 'changed');
	t.is(worthOf(206, {...range, etag: '"a"'}, {...asked, etag: '"a"'}).is, 'part');
	t.is(worthOf(200, {etag: '"b"'}, {...asked, etag: '"a"'}).is, 'changed');
});

test('only strong entity tags promise the same bytes', t => {
	t.deepEqual(['"a"', '""', 'W/"a"', '', 'a', '"a" "b"'].map(isStrong), [true, true, false, false, false, false]);
});
