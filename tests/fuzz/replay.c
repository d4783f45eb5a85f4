/*
 * Runs a fuzz target on files: the seeds, and every input that once broke it.
 *
 * usage: fuzz_X FILE-OR-FOLDER...   Exit 0 when all were run, 2 when one could not be read or none was found.
 */
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

#define MAX_SEED_BYTES (16L * 1024 * 1024)

static size_t n_run;

static int run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
		perror(path);
		if (file != NULL)
			fclose(file);
		return 2;
	}
	long size = ftell(file);
	rewind(file);
	int result = 2;
	/* Exactly as long as the input, so that a sanitizer sees a read behind it. */
	uint8_t *data = size >= 0 && size <= MAX_SEED_BYTES ? malloc(size > 0 ? (size_t)size : 1) : NULL;
	if (data != NULL && fread(data, 1, (size_t)size, file) == (size_t)size) {
		LLVMFuzzerTestOneInput(data, (size_t)size);
		n_run++;
		result = 0;
	} else {
		fprintf(stderr, "%s: cannot be read\n", path);
	}
	free(data);
	fclose(file);
	return result;
}

static int run_folder(const char *path)
{
	DIR *folder = opendir(path);
	if (folder == NULL) {
		perror(path);
		return 2;
	}
	int result = 0;
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
		char file[PATH_MAX];
		if (entry->d_name[0] == '.')
			continue;
		int n = snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		if (n < 0 || (size_t)n >= sizeof(file) || run_file(file) != 0)
			result = 2;
	}
	closedir(folder);
	return result;
}

int main(int argc, char **argv)
{
	int result = 0;
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++) {
		struct stat about;
		bool is_folder = stat(argv[i], &about) == 0 && S_ISDIR(about.st_mode);
		if ((is_folder ? run_folder(argv[i]) : run_file(argv[i])) != 0)
			result = 2;
	}
	printf("%zu inputs run\n", n_run);
	return n_run > 0 ? result : 2;
}
