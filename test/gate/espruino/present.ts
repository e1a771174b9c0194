// What espruino.md 3 lists as present and standard, less what differs between engines (design.md 3): the gate allows
// only this, and QuickJS is pruned to it.

const words = (text: string): readonly string[] => text.split(' ');

/** The globals a bundle may name, and the members of each that it may use. No Date, timers, console, require. */
export const presentMembers: Readonly<Record<string, readonly string[]>> = {
	Object: words('keys values entries fromEntries assign create defineProperty getPrototypeOf setPrototypeOf'),
	Array: words('isArray'),
	String: words('fromCharCode'),
	// exp, log, pow, sin and the like differ between engines in the last bit, round at negative halves.
	Math: words('abs floor ceil min max sign sqrt PI'),
	JSON: words('stringify parse'),
	Promise: words('all resolve reject'),
	Number: [],
	Error: [],
	ArrayBuffer: [],
	DataView: [],
	Int8Array: [],
	Uint8Array: [],
	Int16Array: [],
	Uint16Array: [],
	Int32Array: [],
	Uint32Array: [],
	Float32Array: [],
	Float64Array: [],
	parseInt: [],
	// Not among the probes of espruino.md 3, but registered by the interpreter beside parseInt.
	parseFloat: [],
	isNaN: [],
	isFinite: [],
	btoa: [],
	atob: [],
	encodeURIComponent: [],
	undefined: [],
	NaN: [],
	Infinity: [],
	arguments: words('length'),
};

/**
 * The methods of values, by an expression that gives their prototype. charAt, indexOf of strings, the change of case and
 * Array's toString were not probed, but are registered by the interpreter.
 */
export const presentMethods: Readonly<Record<string, readonly string[]>> = {
	'Object.prototype': words('hasOwnProperty toString valueOf'),
	'Function.prototype': words('bind call apply'),
	'Array.prototype': words(
		'push pop shift unshift splice slice concat join indexOf includes map filter find findIndex some every reduce '
			+ 'forEach fill reverse sort toString',
	),
	'String.prototype': words(
		'split slice substr substring charAt charCodeAt indexOf padStart padEnd repeat startsWith endsWith '
			+ 'includes trim replace replaceAll match toUpperCase toLowerCase',
	),
	'Number.prototype': words('toString valueOf'),
	'RegExp.prototype': words('exec test source flags global ignoreCase'),
	'Promise.prototype': words('then catch'),
	'Object.getPrototypeOf(Uint8Array.prototype)': words(
		'set subarray map filter slice fill indexOf includes find findIndex some every reduce forEach join reverse sort '
			+ 'buffer byteLength byteOffset',
	),
	'ArrayBuffer.prototype': words('byteLength'),
	'DataView.prototype': words(
		'getInt8 getUint8 getInt16 getUint16 getInt32 getUint32 getFloat32 getFloat64 '
			+ 'setInt8 setUint8 setInt16 setUint16 setInt32 setUint32 setFloat32 setFloat64 buffer byteLength byteOffset',
	),
};
