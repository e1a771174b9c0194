// The script of the live view.

import {render} from 'preact';
import 'uplot/dist/uPlot.min.css';
import {App} from './app.tsx';
import './main.css';
import {store} from './store.ts';

const place = document.getElementById('app') as HTMLElement;
place.replaceChildren();
render(<App />, place);
void store.start();
