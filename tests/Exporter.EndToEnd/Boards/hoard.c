/*
 * hoard KIND: 64 clients of 127.0.0.1:8080 that send and never read, as Hostile/Hoard.cs does on this machine. Says
 * "full" when no connection has taken anything for half a second, or after 5 s, and then holds them until it is killed.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CLIENTS 64
#define TEXT_BYTES 16384
#define HEAD_BYTES 32000

static char text[HEAD_BYTES];
static size_t length;
static size_t offsets[CLIENTS];
static struct pollfd entries[CLIENTS];

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void repeat(const char *request, size_t bytes_max)
{
	do {
		strcpy(text + length, request);
		length += strlen(request);
	} while (length + strlen(request) < bytes_max);
}

static int connect_client(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(8080) };
	int bytes = 4096;
	int client = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(client, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	return connect(client, (struct sockaddr *)&address, sizeof(address)) == 0 ? client : -1;
}

int main(int count, char **arguments)
{
	const char *kind = count > 1 ? arguments[1] : "";
	int isPartial = strcmp(kind, "partial") == 0;
	long start, sent;

	if (isPartial) {
		strcpy(text, "GET / HTTP/1.1\r\nHost: x\r\nA: ");
		memset(text + strlen(text), 'a', HEAD_BYTES - strlen(text) - 1);
		length = strlen(text);
	} else if (strcmp(kind, "pages") == 0) {
		repeat("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 1);
	} else {
		repeat("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n", strcmp(kind, "small") == 0 ? 1 : TEXT_BYTES);
	}
	for (int i = 0; i < CLIENTS; i++) {
		entries[i].fd = connect_client();
		entries[i].events = POLLOUT;
		if (entries[i].fd < 0)
			return 1;
	}
	start = sent = milliseconds();
	while (milliseconds() - sent < 500 && milliseconds() - start < 5000) {
		poll(entries, CLIENTS, 100);
		for (int i = 0; i < CLIENTS; i++) {
			ssize_t taken;

			if (!(entries[i].revents & POLLOUT) || offsets[i] == length)
				continue;
			taken = send(entries[i].fd, text + offsets[i], length - offsets[i], MSG_DONTWAIT | MSG_NOSIGNAL);
			if (taken <= 0)
				continue;
			offsets[i] += taken;
			if (!isPartial)
				offsets[i] %= length;
			sent = milliseconds();
		}
	}
	puts("full");
	fflush(stdout);
	pause();
	return 0;
}
