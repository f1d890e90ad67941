// @ts-check
// Tells the background, when a choice changes, since when a tab's page has been shown: its value is what it answers.
performance.timeOrigin;
