// Prints the transcript, for a Node of another version to run.

import {transcript} from './transcript.ts';

process.stdout.write(`${transcript()}\n`);
