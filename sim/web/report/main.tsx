// The script of the HTML timeline.

import './main.css';
