// Prints the transcripts of a card and of a fleet, for a Node of another version to run.

import {fleetTranscript} from './fleet-transcript.ts';
import {transcript} from './transcript.ts';

process.stdout.write(`${transcript()}\n${fleetTranscript()}\n`);
