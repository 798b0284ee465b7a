### My data.

my-data-title = My data
