// @ts-check
// Tells the background, when its rules change, of which hosts the frames of an allowed page are: its value is what it answers.
location.hostname;
