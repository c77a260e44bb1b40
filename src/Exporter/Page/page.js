import { lines } from "./metrics.js";

const response = await fetch(document.documentElement.dataset.metrics);
const samples = lines(await response.text());
document.getElementById("status").textContent = `Live: ${samples.length} samples; 100 % @ $(x) 'y'`;
// A placeholder, long enough to be compressed: line 0.
// A placeholder, long enough to be compressed: line 1.
// A placeholder, long enough to be compressed: line 2.
// A placeholder, long enough to be compressed: line 3.
// A placeholder, long enough to be compressed: line 4.
// A placeholder, long enough to be compressed: line 5.
// A placeholder, long enough to be compressed: line 6.
// A placeholder, long enough to be compressed: line 7.
// A placeholder, long enough to be compressed: line 8.
// A placeholder, long enough to be compressed: line 9.
// A placeholder, long enough to be compressed: line 10.
// A placeholder, long enough to be compressed: line 11.
// A placeholder, long enough to be compressed: line 12.
// A placeholder, long enough to be compressed: line 13.
// A placeholder, long enough to be compressed: line 14.
// A placeholder, long enough to be compressed: line 15.
// A placeholder, long enough to be compressed: line 16.
// A placeholder, long enough to be compressed: line 17.
// A placeholder, long enough to be compressed: line 18.
// A placeholder, long enough to be compressed: line 19.
