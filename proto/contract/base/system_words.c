#include "proto/contract/base/error.h"

#include <errno.h>
#include <stddef.h>

#include "proto/contract/base/array.h"

static const struct {
	int code;
	struct jx_system_words words;
} ROWS[] = {
	{ENOENT, {"没有这个文件或目录", "there is no such file or directory"}},
	{EACCES, {"没有权限", "permission denied"}},
	{EPERM, {"不允许这样做", "it is not permitted"}},
	{ENOSPC, {"磁盘已满", "the disk is full"}},
	{EDQUOT, {"超出磁盘配额", "the disk quota is used up"}},
	{EROFS, {"磁盘是只读的", "the disk is read-only"}},
	{EIO, {"磁盘读写出错，磁盘可能已损坏", "the disk failed; it may be damaged"}},
	{EFBIG, {"文件太大", "the file is too large"}},
	{EEXIST, {"已经存在", "it exists already"}},
	{EISDIR, {"是目录，不是文件", "it is a directory, not a file"}},
	{ENOTDIR, {"路径中有一段不是目录", "a part of the path is no directory"}},
	{ENOTEMPTY, {"目录不是空的", "the directory is not empty"}},
	{ELOOP, {"符号链接太多，或不允许用符号链接", "too many symbolic links, or one that may not be used"}},
	{ENAMETOOLONG, {"路径太长", "the path is too long"}},
	{EXDEV, {"在另一个磁盘上", "it is on another disk"}},
	{EBUSY, {"正在使用", "it is in use"}},
	{ETXTBSY, {"程序正在运行", "the program is running"}},
	{EMFILE, {"本程序打开的文件太多", "this program has too many files open"}},
	{ENFILE, {"系统打开的文件太多", "the system has too many files open"}},
	{ENOMEM, {"内存不足", "out of memory"}},
	{EPIPE, {"读取的一方已经关闭", "whoever read it has closed"}},
	{EINTR, {"被中断", "it was interrupted"}},
	{EAGAIN, {"暂时不行", "it is not possible at present"}},
	{EINVAL, {"系统不接受这样的参数", "the system does not take this"}},
	{ENXIO, {"没有这个设备，或另一端没有打开", "there is no such device, or nobody at its other end"}},
	{ENODEV, {"没有这个设备", "there is no such device"}},
	{EADDRINUSE, {"地址和端口已被占用", "address already in use"}},
	{EADDRNOTAVAIL, {"不是本机的地址", "address not available: it is not of this machine"}},
	{EAFNOSUPPORT, {"系统不支持这种地址", "address family not supported"}},
	{ECONNREFUSED, {"对方拒绝连接，可能没有运行", "connection refused: nobody may be running there"}},
	{ECONNRESET, {"对方断开了连接", "connection reset by the other side"}},
	{ETIMEDOUT, {"超时", "timed out"}},
	{EHOSTUNREACH, {"到不了这台主机", "the host cannot be reached"}},
	{ENETUNREACH, {"到不了这个网络", "the network cannot be reached"}},
};

const struct jx_system_words *jx_system_words(int code)
{
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++)
		if (ROWS[i].code == code)
			return &ROWS[i].words;
	return NULL;
}
