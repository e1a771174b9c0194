// A serial line of the system, by the optional package serialport: loaded only where a line is opened.

import type {Duplex} from 'node:stream';
import {codedError} from '../../core/errors.ts';

export interface SerialLine {
	/** Such as /dev/ttyUSB0. */
	readonly path: string;
	/** 9600 where nothing is said. */
	readonly baud?: number;
	/** `none` where nothing is said; with one the card sends one stop bit, as the UPS does. */
	readonly parity?: 'even' | 'odd' | 'none';
}

const BAUD = 9600;

async function loadSerialPort(path: string): Promise<typeof import('serialport').SerialPort> {
	try {
		return (await import('serialport')).SerialPort;
	} catch {
		const message = `${path} needs the package serialport, which is not installed; run npm install serialport.`;
		throw codedError('E_SETUP_FAULTY', message, {path});
	}
}

/** Opens a line, 8 data bits. Throws E_SETUP_FAULTY without the package, E_FILE_UNREADABLE where it cannot be opened. */
export async function openSerial({path, baud, parity}: SerialLine): Promise<Duplex> {
	const SerialPort = await loadSerialPort(path);
	const port = new SerialPort({path, baudRate: baud ?? BAUD, parity: parity ?? 'none', dataBits: 8, autoOpen: false});
	await new Promise<void>((resolve, reject) => {
		port.open(error => {
			if (error === null) {
				resolve();
			} else {
				const message = `${path} cannot be opened as a serial line (${error.message}); name a device that this user may open.`;
				reject(codedError('E_FILE_UNREADABLE', message, {path}));
			}
		});
	});
	return port;
}
